/** `job check SPEC`: what this device says to a described job. `job run SPEC`: has Localnet offer it, and follows it. */
import type { Job, JobJudgement } from '../../../../shared/contract/app/worker.ts';
import { reasonKeyOf } from '../../../../shared/contract/reasons.ts';
import { createCore } from '../../../core/create-core.ts';
import { judgeAlone } from '../../../core/judge-alone.ts';
import { headlessPorts } from '../../host.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type Face, faceOfCore, findRunning } from '../face.ts';
import { UsageError } from '../options.ts';
import { readSignersFile } from '../read-signers-file.ts';
import { readSpecFile } from '../read-spec-file.ts';
import type { Verb, VerbContext } from '../verb.ts';

const judge = async (path: string, context: VerbContext): Promise<JobJudgement> => {
  const { signersPath } = context.options;
  const signers = signersPath === null ? null : await readSignersFile(signersPath);
  const file = await readSpecFile(path);
  if (file.kind === 'refused') {
    const reasons = [{ code: file.code, about: 'job' as const }];
    return { verdict: 'refused', jobId: null, vouchedBy: null, uncounted: [], reasons, image: null, engine: null };
  }
  const running = await findRunning(context.options.dataDir);
  if (running === null) return judgeAlone(file.text, signers, headlessPorts(context), context.signal);
  const asked = { text: file.text, ...(signers === null ? {} : { signers: [...signers] }) };
  return running.client.worker.check(asked).finally(running.close);
};

const reasonText = (
  { code, about }: JobJudgement['reasons'][number],
  { sentences }: Pick<VerbContext, 'sentences'>,
): string => {
  const key = reasonKeyOf(about === 'image' ? 'reason' : 'reasons', code);
  return key === null ? code : sentences.say(key);
};

const check = async (path: string, context: VerbContext): Promise<ExitCode> => {
  const { sentences, say, answer } = context;
  const judged = await judge(path, context);
  const reasons = judged.reasons.map((reason) => ({ ...reason, text: reasonText(reason, context) }));
  const { verdict, jobId, vouchedBy, uncounted, image, engine } = judged;
  answer({ verdict, jobId, vouchedBy, uncounted, reasons, image, engine });
  say(sentences.say(jobId === null ? 'job.unnamed' : `job.${verdict}`, { id: jobId }));
  for (const { code, text } of reasons) say(`✗ ${text} (${code})`);
  for (const signature of uncounted) say(`  ${signature}`);
  if (vouchedBy?.by === 'network') say(sentences.say('job.vouched.network'));
  if (vouchedBy?.by === 'sigstore') say(sentences.say('job.vouched.sigstore', vouchedBy));
  if (image !== null) say(sentences.say('job.pull', { size: sentences.figures.gigabytes(image.packedBytes) }));
  if (engine !== null && engine.verdict !== 'sound')
    say(`! ${sentences.say('job.onlyOwn', { version: engine.version ?? '' })}`);
  return verdict === 'admitted' ? exitCodes.done : exitCodes.failed;
};

const isOver = ({ endedAt }: Job): boolean => endedAt !== null;

/** Goes online where the device is not, offers the job once it is ready, and follows it to its end. */
const follow = async (face: Face, text: string, context: VerbContext): Promise<Job | null> => {
  const { sentences, say, signal, options } = context;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
  await face.client.control.start();
  let jobId: string | null = null;
  let lines: Promise<void> | null = null;
  const tellLines = async (id: string): Promise<void> => {
    for await (const line of await face.client.worker.log({ jobId: id }, { signal: deadline }))
      say(line.source === 'renter' ? line.text : `· ${line.text}`);
  };
  for await (const { status, worker } of face.watch(deadline)) {
    if (jobId === null) {
      if (status.activity !== 'ready') continue;
      ({ jobId } = await face.client.worker.offerOwn({ text }));
      say(sentences.say('job.offered', { id: jobId }));
      continue;
    }
    const job = worker.jobs.find(({ id }) => id === jobId);
    if (job === undefined) continue;
    lines ??= tellLines(jobId).catch(() => undefined);
    if (!isOver(job)) continue;
    await lines;
    return job;
  }
  return null;
};

const tailOf = async (face: Face, jobId: string): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of await face.client.worker.log({ jobId })) if (line.source === 'renter') lines.push(line.text);
  return lines.slice(-20);
};

const run = async (path: string, context: VerbContext): Promise<ExitCode> => {
  const { options, sentences, say, answer, signal } = context;
  const file = await readSpecFile(path);
  if (file.kind === 'refused') return check(path, context);
  const running = await findRunning(options.dataDir);
  const core = running === null ? await createCore({ ...headlessPorts(context), offersDemoJob: false }) : null;
  const face = running ?? faceOfCore(core as NonNullable<typeof core>);
  try {
    const job = await follow(face, file.text, context);
    answer({ job, logTail: job === null ? [] : await tailOf(face, job.id) });
    if (job === null) return signal.aborted ? exitCodes.interrupted : exitCodes.tooLate;
    say(sentences.say('job.ended', { state: sentences.say(`job.state.${job.state}`), exitCode: job.exitCode ?? '–' }));
    return job.state === 'done' ? exitCodes.done : exitCodes.failed;
  } finally {
    face.close();
    await core?.close();
  }
};

export const jobVerb: Verb = {
  name: 'job',
  words: 2,
  options: ['data', 'engine', 'image', 'registry', 'mirror', 'signers', 'hour', 'timeout'],
  run: async (context) => {
    const [act, path] = context.options.words;
    if ((act !== 'check' && act !== 'run') || path === undefined) throw new UsageError('usage.job');
    // Localnet offers it, and signs for its image itself.
    if (act === 'run' && context.options.signersPath !== null) throw new UsageError('usage.stray', { name: 'signers' });
    return act === 'check' ? check(path, context) : run(path, context);
  },
};
