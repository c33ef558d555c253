/** `earn --once`: the whole main job, unattended: detect, check, join, prove, run one worker container, be paid once. */
import type { AppState } from '../../../../shared/contract/app/index.ts';
import type { Job } from '../../../../shared/contract/app/worker.ts';
import { createCore } from '../../../core/create-core.ts';
import { headlessPorts } from '../../host.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Face, faceOfCore } from '../face.ts';
import { flatGpu } from '../flat-gpu.ts';
import { UsageError } from '../options.ts';
import type { Verb, VerbContext } from '../verb.ts';
import { runChecks, stepLine } from './check.ts';

const logTailLines = 20;

/** Codes for which no worker can run here, while the proof still earns. */
const noWorkerCodes = [
  'ENGINE_ABSENT',
  'ENGINE_UNREACHABLE',
  'ENGINE_DENIED',
  'ENGINE_NOT_LINUX',
  'IMAGE_NOT_FOUND',
  'IMAGE_PULL_FAILED',
  'IMAGE_REFUSED',
];

const isOver = ({ state }: Job): boolean => ['done', 'failed', 'interrupted', 'refused'].includes(state);

/** What has been reached so far; `earned` is the goal. */
const progressOf = (state: AppState) => {
  const job = state.worker.jobs[0] ?? null;
  const blocker =
    job?.problem ?? state.status.problems.find(({ problem }) => noWorkerCodes.includes(problem.code))?.problem ?? null;
  return {
    hasJoined: state.status.device !== null && state.status.network?.isOnline === true,
    proof: state.status.lastProof,
    job,
    blocker: blocker && noWorkerCodes.includes(blocker.code) ? blocker : null,
    hasWorkerEnded: (job !== null && isOver(job)) || (job === null && blocker !== null),
    reward:
      state.earnings.ledger.find(
        ({ kind, state: money, amount }) => kind === 'hourly_reward' && money !== 'estimate' && amount > 0n,
      ) ?? null,
  };
};

const followUntilPaid = async (
  face: Face,
  context: VerbContext,
  mark: (name: string) => void,
): Promise<AppState | null> => {
  const { sentences, say, signal, options } = context;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
  const told = new Set<string>();
  const once = (name: string, line: () => string): void => {
    if (told.has(name)) return;
    told.add(name);
    mark(name);
    say(line());
  };
  for await (const state of face.watch(deadline)) {
    const { hasJoined, proof, job, blocker, hasWorkerEnded, reward } = progressOf(state);
    if (hasJoined)
      once('joined', () =>
        sentences.say(state.status.network?.isPlay ? 'earn.joinedPlay' : 'earn.joined', {
          name: state.status.network?.name,
          class: state.status.device?.class,
        }),
      );
    if (proof)
      once('proved', () =>
        sentences.say(proof.passed ? 'earn.proved' : 'earn.notProved', {
          took: sentences.figures.seconds(proof.proveMs),
        }),
      );
    if (job?.seenRunningAt) once('workerRunning', () => sentences.say('earn.workerRunning', { image: job.image }));
    if (hasWorkerEnded)
      once('workerEnded', () =>
        job && !blocker
          ? sentences.say('earn.workerEnded', { exitCode: job.exitCode ?? '–' })
          : sentences.say('earn.workerSkipped', { ...(blocker && sentences.problem(blocker)) }),
      );
    if (reward) once('paid', () => sentences.say('earn.paid', { amount: sentences.figures.coins(reward.amount) }));
    if (hasJoined && proof && hasWorkerEnded && reward) return state;
  }
  return null;
};

const workerAnswer = async (face: Face, state: AppState | null, { sentences }: VerbContext) => {
  const { job, blocker } = state ? progressOf(state) : { job: null, blocker: null };
  if (job === null || blocker !== null)
    return { skipped: blocker && { code: blocker.code, ...sentences.problem(blocker), data: blocker.data } };
  const lines: string[] = [];
  const ended = new AbortController();
  for await (const line of await face.client.worker.log({ jobId: job.id }, { signal: ended.signal }))
    if (line.source === 'renter') lines.push(line.text);
  ended.abort();
  return {
    image: job.image,
    containerId: job.containerId,
    exitCode: job.exitCode,
    state: job.state,
    logTail: lines.slice(-logTailLines),
  };
};

export const earnVerb: Verb = {
  name: 'earn',
  options: ['once', 'hour', 'image', 'engine', 'data', 'network', 'timeout'],
  run: async (context) => {
    const { options, clock, signal, say, answer } = context;
    if (!options.isOnce) throw new UsageError('earn.onlyOnce');
    const startedAt = clock.monotonic();
    const timings: Record<string, number> = {};
    const mark = (name: string): void => {
      timings[`${name}Ms`] = Math.round(clock.monotonic() - startedAt);
    };
    const core = await createCore(headlessPorts(context));
    try {
      const face = faceOfCore(core);
      const inventory = await face.client.machine.refresh();
      mark('detected');
      const run = await runChecks(face, 'quick', signal, (step) => say(stepLine(step, context)));
      mark('checked');
      await face.client.control.start();
      const state = await followUntilPaid(face, context, mark);
      const worker = await workerAnswer(face, state, context);
      const { device, lastProof } = state?.status ?? { device: null, lastProof: null };
      answer({
        gpus: inventory.gpus.map(flatGpu),
        checks: run,
        device: device && { ...device, state: state?.status.activity },
        proof: lastProof,
        worker,
        earnings: state && { confirmed: progressOf(state).reward?.amount, totals: state.earnings.totals },
        network: state?.status.network,
        timings,
      });
      if (signal.aborted) return exitCodes.interrupted;
      return state === null ? exitCodes.tooLate : exitCodes.done;
    } finally {
      await core.close();
    }
  },
};
