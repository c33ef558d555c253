/** `rent`: a renter's side of a network's market. It needs a key and a network, and no Perigee that runs here. */
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { UsageError } from '../options.ts';
import { tellRefusal } from '../refusals.ts';
import { complain, reportAway, showComplaints } from '../rent/complain.ts';
import { followLogs } from '../rent/follow-logs.ts';
import { askInference, showInference } from '../rent/infer.ts';
import { rentRefusals } from '../rent/refusals.ts';
import { makeRenter, openRenter } from '../rent/renter.ts';
import { submit } from '../rent/submit.ts';
import { tellBill, tellJob } from '../rent/tell-job.ts';
import type { Verb, VerbContext } from '../verb.ts';

const makeKey = async (context: VerbContext): Promise<ExitCode> => {
  const { sentences, say, answer } = context;
  const { api, signer, keyPath, isNew } = await makeRenter(context);
  const { publicKey } = signer;
  const { id, wallet } = await api.accounts.open({ name: 'renter' });
  answer({ key: keyPath, isNew, publicKey, accountId: id, wallet });
  say(sentences.say(isNew ? 'rent.key.made' : 'rent.key.known', { path: keyPath, id }));
  say(sentences.say('rent.key.wallet', { amount: sentences.figures.coins(BigInt(wallet)) }));
  return exitCodes.done;
};

type Act = (word: string, context: VerbContext) => Promise<ExitCode>;

const acts: ReadonlyMap<string, Act> = new Map<string, Act>([
  ['infer', async (text, context) => askInference(text, await openRenter(context), context)],
  ['result', async (taskId, context) => showInference(taskId, await openRenter(context), context)],
  ['away', async (jobId, context) => reportAway(jobId, await openRenter(context), context)],
  ['complain', async (path, context) => complain(path, await openRenter(context), context)],
  ['complaints', async (jobId, context) => showComplaints(jobId, await openRenter(context), context)],
  ['submit', async (path, context) => submit(path, await openRenter(context), context)],
  [
    'status',
    async (jobId, context) => {
      const job = await (await openRenter(context)).api.jobs.status({ jobId });
      context.answer(job);
      tellJob(job, context);
      return exitCodes.done;
    },
  ],
  ['logs', async (jobId, context) => followLogs(jobId, await openRenter(context), context)],
  [
    'bill',
    async (jobId, context) => {
      const bill = await (await openRenter(context)).api.jobs.bill({ jobId });
      context.answer(bill);
      tellBill(bill, context);
      return exitCodes.done;
    },
  ],
  [
    'cancel',
    async (jobId, context) => {
      const job = await (await openRenter(context)).api.jobs.cancel({ jobId });
      context.answer(job);
      tellJob(job, context);
      return exitCodes.done;
    },
  ],
]);

const run = (context: VerbContext): Promise<ExitCode> => {
  const [word = '', about] = context.options.words;
  if (word === 'key' && about === undefined) return makeKey(context);
  const act = acts.get(word);
  if (act === undefined || about === undefined) throw new UsageError('usage.rent');
  return act(about, context);
};

export const rentVerb: Verb = {
  name: 'rent',
  words: 2,
  options: ['network', 'key', 'price', 'minutes', 'class', 'count', 'gpus', 'tokens', 'follow', 'data'],
  run: async (context) => {
    try {
      return await run(context);
    } catch (error) {
      if (tellRefusal(error, rentRefusals, context)) return exitCodes.failed;
      throw error;
    }
  },
};
