/**
 * Brings one job from where the journal says it is to its end. Every step first asks the engine what is true, so it
 * makes no difference whether the app, the engine or both went away in between.
 */
import type { JobLimits } from '../../shared/contract/app/worker.ts';
import { isPerigeeError, type PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Container } from '../docker/container.ts';
import type { Engine } from '../docker/engine.ts';
import { isRefusal } from '../docker/engine-error.ts';
import type { WayOut } from '../docker/gateway/destination.ts';
import { createBackOff, isPassing } from './back-off.ts';
import type { ImageShelf } from './image-shelf.ts';
import type { JobDesk } from './job-desk.ts';
import { bringImage } from './job-image.ts';
import type { JobLog } from './job-log.ts';
import { hasEnded, type JobEvent, type JobRecord, jobFailed } from './job-machine.ts';
import { jobNetworkOf } from './job-network.ts';
import { createJobOutput } from './job-output.ts';
import { createJobTime, ranByTimesOfDay } from './job-time.ts';
import { watchContainer } from './job-watch.ts';
import type { HoldAction } from './policy/hold-action.ts';
import { createStandingStill } from './standing-still.ts';

export interface DriverOptions {
  jobId: string;
  desk: JobDesk;
  engine: Engine;
  shelf: ImageShelf;
  clock: Clock;
  log: JobLog;
  /** The most that the owner lets any job use. */
  limits: () => JobLimits;
  networkBytesPerSecond: () => number | null;
  way?: WayOut | undefined;
  mostImageBytes: () => number;
  /** What the owner's use of the PC asks of this job now. */
  holdOf: (job: JobRecord) => HoldAction;
  /** From the request to end until the container is ended. */
  graceMs: number;
  isUsageWatched: () => boolean;
  /** The app was down: nobody knows what happened since the journal's last line. */
  isRecovered: boolean;
  /** Its container could not be cleared away. */
  onLeftover: () => void;
  /** The app ends; the container stays as it is. */
  closeSignal: AbortSignal;
}

export interface JobDriver {
  /** Settles when the job has ended and its container is gone, or the app ends. Never rejects. */
  readonly finished: Promise<void>;
  /** What the journal says changed from outside: look again. */
  nudge(): void;
}

/** An engine that was told to end takes about this long to be gone. */
const farewellMs = 1500;
/** A request that a hung engine still holds is carried out within this once it goes on. */
const settleAfterHangMs = 1000;

export const driveJob = (options: DriverOptions): JobDriver => {
  const { jobId, desk, engine, clock, log, closeSignal } = options;
  const backOff = createBackOff();
  let interrupt = new AbortController();
  let isUnwatched = options.isRecovered;
  let isStartUncertain = options.isRecovered;

  const note = (text: string): void => log.push({ at: clock.now(), source: 'perigee', stream: null, text });
  const time = createJobTime(clock);
  const apply = (event: JobEvent): JobRecord => {
    const after = desk.apply(jobId, event);
    if (event.kind === 'froze') time.freeze();
    if (event.kind === 'thawed') time.thaw();
    return after;
  };
  const record = (): JobRecord => {
    const found = desk.get(jobId);
    if (found === null) throw new Error(`no job ${jobId}`);
    return found;
  };
  const network = jobNetworkOf(record(), {
    ...{ engine, clock, note, way: options.way, bytesPerSecond: options.networkBytesPerSecond },
    keep: (bytes) => void apply({ kind: 'network_used', bytes }),
  });
  const still = createStandingStill({ engine, clock, record, apply, note, closeSignal });
  const output = createJobOutput({ engine, log, closeSignal });
  const noteSign = (at = clock.now()): void => {
    if (record().seenRunningAt === null) apply({ kind: 'seen_running', at });
  };
  const fail = (problem: Problem, kind: 'failed' | 'refused' = 'failed'): void => {
    apply({ kind, problem, at: clock.now() });
  };
  /** One that began before keeps its offer, whatever container it goes on in. */
  const isExpired = ({ expiresAt, replacedId }: JobRecord): boolean => replacedId === null && clock.now() >= expiresAt;

  const finish = (found: Container): void => {
    const byTimesOfDay = ranByTimesOfDay(found, record(), clock.now());
    apply({
      kind: 'exited',
      exitCode: found.exitCode ?? 0,
      isOutOfMemory: found.isOutOfMemory,
      wasUnwatched: isUnwatched,
      ranMs: Math.max(0, isUnwatched ? byTimesOfDay : time.judge(byTimesOfDay)),
      at: clock.now(),
    });
    note(`container ended with ${found.exitCode ?? 'no code'}`);
  };

  const pull = async (before: JobRecord): Promise<void> => {
    if (isExpired(before)) return fail(jobFailed(jobId, 'offer_expired'));
    const verdict = await bringImage({
      ...{ engine, shelf: options.shelf, image: before.spec.image, mostBytes: options.mostImageBytes(), note },
      onProgress: (pullProgress) => desk.setPresence(jobId, { pullProgress }),
      signal: AbortSignal.any([closeSignal, interrupt.signal]),
    });
    if (verdict.kind !== 'ready') return fail(verdict.problem, verdict.kind);
    apply({ kind: 'image_ready' });
  };

  const watch = async (containerId: string): Promise<void> => {
    // The engine is in sight again, and this step may last as long as the job.
    isUnwatched = false;
    backOff.reset();
    desk.setPresence(jobId, { hindrance: null });
    const { spec } = record();
    const end = await watchContainer({
      ...{ engine, clock, log, containerId, after: output.cursor(), onCursor: output.moveTo },
      gpus: spec.gpus,
      hasSign: () => record().seenRunningAt !== null,
      onSign: noteSign,
      isUsageWatched: options.isUsageWatched,
      onUsage: (usage) =>
        desk.setPresence(jobId, { usage: usage && network ? { ...usage, networkBytes: network.usedBytes() } : usage }),
      remainingMs: spec.maxSeconds * 1000 - time.usedMs(record()),
      signal: AbortSignal.any([closeSignal, interrupt.signal]),
    });
    if (end !== 'ended') {
      if (end === 'gpu_gone') note('a GPU that it was given is gone from its container');
      if (end === 'gpu_gone' && record().replacedId === null) apply({ kind: 'gpu_lost' });
      else apply({ kind: 'stop_asked', reason: end === 'time_over' ? 'time_limit' : 'gpu_gone' });
      return;
    }
    const ended = await engine.inspect(containerId, closeSignal);
    if (ended?.status !== 'exited') return;
    if ((ended.exitCode ?? 0) > 128 && !ended.isOutOfMemory) {
      // An engine that is being ended takes its containers along first; then this throws and nobody has watched.
      await clock.sleep(farewellMs, closeSignal);
      isUnwatched = true;
      await engine.probe(closeSignal);
      isUnwatched = false;
    }
    finish(ended);
  };

  /** Only ever for a container that has not been started; asks once more where an earlier request may still be held. */
  const start = async (containerId: string): Promise<void> => {
    if (isStartUncertain) {
      await clock.sleep(settleAfterHangMs, closeSignal);
      isStartUncertain = false;
      return;
    }
    await network?.open(AbortSignal.any([closeSignal, interrupt.signal]));
    isStartUncertain = true;
    await engine.start(containerId, closeSignal);
    isStartUncertain = false;
    isUnwatched = false;
    apply({ kind: 'started', at: clock.now() });
    note('container started');
    await watch(containerId);
  };

  const create = async (before: JobRecord): Promise<void> => {
    if (before.containerId !== null) {
      // Somebody removed it. It may have run, so there is no second one.
      apply({ kind: 'vanished', at: clock.now() });
      return;
    }
    if (isExpired(before)) return fail(jobFailed(jobId, 'offer_expired'));
    const { containerId, isAdopted } = await engine.create(before.spec, options.limits(), closeSignal);
    apply({ kind: 'created', containerId });
    note(isAdopted ? 'container adopted' : 'container created');
    // Asked to stop meanwhile, it is never started.
    if (isAdopted || record().state !== 'starting' || options.holdOf(record()) !== 'go_on') return;
    isStartUncertain = false;
    await start(containerId);
  };

  /** What the container that lost its GPU still says is read; then it makes room for the new one. */
  const clearReplaced = async (replacedId: string): Promise<void> => {
    note('ending its container, to begin again in a new one');
    await engine.stop(replacedId, options.graceMs, closeSignal);
    await output.readRest(replacedId, () => {});
    await engine.remove(replacedId, closeSignal);
    output.moveTo(null);
  };

  const reconcile = async (before: JobRecord): Promise<void> => {
    if (before.replacedId !== null && before.containerId === null) {
      const old = await engine.inspectJob(jobId, closeSignal);
      if (old?.containerId === before.replacedId) return clearReplaced(old.containerId);
    }
    if (before.containerId === null && !isUnwatched) return create(before);
    const found = await engine.inspectJob(jobId, closeSignal);
    if (found === null) return create(before);
    if (before.containerId === null) apply({ kind: 'created', containerId: found.containerId });
    if (found.startError !== null) return fail(jobFailed(jobId, found.startError, found.exitCode));
    if (found.status === 'created') {
      if (before.startedAt !== null) return fail(jobFailed(jobId, 'container replaced'));
      if (!isStartUncertain && options.holdOf(before) !== 'go_on') {
        isUnwatched = false;
        return;
      }
      return start(found.containerId);
    }
    if (found.status === 'exited') {
      await output.readRest(found.containerId, noteSign);
      return finish(found);
    }
    if (record().startedAt === null) {
      apply({ kind: 'started', at: found.startedAt ?? clock.now() });
      note('container adopted, running');
    }
    // It went on meanwhile, and is not held up by its way to its hosts.
    network?.open(closeSignal).catch(() => {});
    const isHeld = options.holdOf(record()) !== 'go_on';
    if (found.status === 'frozen') {
      // A crash may lie between the freezing and its record; somebody else's freezing is undone.
      if (isHeld && record().state !== 'frozen') apply({ kind: 'froze', at: clock.now() });
      if (!isHeld) return still.thaw(found.containerId);
      isUnwatched = false;
      return still.keep(found.containerId, interrupt.signal);
    }
    if (record().state === 'frozen') apply({ kind: 'thawed', at: clock.now() });
    if (isHeld) {
      if (!(await still.freeze(found.containerId))) return;
      isUnwatched = false;
      return still.keep(found.containerId, interrupt.signal);
    }
    return watch(found.containerId);
  };

  const mayHaveBegun = ({ state, startedAt }: JobRecord): boolean =>
    !['offered', 'pulling'].includes(state) && (startedAt !== null || isUnwatched || isStartUncertain);

  /** It has not begun, and does not while the owner uses the PC; its offer may lapse meanwhile. */
  const waitToBegin = async (before: JobRecord): Promise<void> => {
    if (isExpired(before)) return fail(jobFailed(jobId, 'offer_expired'));
    const signal = AbortSignal.any([closeSignal, interrupt.signal]);
    await clock.sleep(Math.max(1000, before.expiresAt - clock.now()), signal).catch(() => undefined);
  };

  const stop = async (before: JobRecord): Promise<void> => {
    const found = await engine.inspectJob(jobId, closeSignal);
    if (found === null || found.status === 'created') {
      apply({ kind: 'vanished', at: clock.now() });
      return;
    }
    if (found.status !== 'exited') {
      note(`stopping (${before.stopReason ?? 'unknown'})`);
      await engine.stop(found.containerId, options.graceMs, closeSignal);
    }
    const ended = await engine.inspect(found.containerId, closeSignal);
    if (ended === null) {
      apply({ kind: 'vanished', at: clock.now() });
      return;
    }
    if (ended.status !== 'exited') return;
    await output.readRest(ended.containerId, noteSign);
    finish(ended);
  };

  const step = async (before: JobRecord): Promise<void> => {
    const hold = before.state === 'stopping' ? 'go_on' : options.holdOf(before);
    if (hold === 'stop') {
      apply({ kind: 'stop_asked', reason: 'owner_returned' });
      return;
    }
    if (hold === 'freeze' && !mayHaveBegun(before)) return waitToBegin(before);
    if (before.state === 'offered') apply({ kind: 'accepted' });
    else if (before.state === 'pulling') await pull(before);
    else if (before.state === 'stopping') await stop(before);
    else await reconcile(before);
  };

  const hold = async (error: PerigeeError): Promise<void> => {
    isUnwatched = true;
    desk.setPresence(jobId, { hindrance: error.problem });
    await clock.sleep(backOff.next(), closeSignal);
  };
  const afterError = async (error: unknown): Promise<void> => {
    if (isPassing(error)) return hold(error);
    if (isPerigeeError(error) && error.code === 'CANCELLED') return;
    const refusal = isPerigeeError(error) && ['JOB_REFUSED', 'IMAGE_REFUSED'].includes(error.code);
    if (isPerigeeError(error)) return fail(error.problem, refusal ? 'refused' : 'failed');
    if (isRefusal(error)) return fail(jobFailed(jobId, error.detail));
    throw error;
  };

  const untilEnded = async (): Promise<void> => {
    while (!closeSignal.aborted) {
      const before = record();
      if (hasEnded(before)) {
        // Whatever is left of it is ours by name and label; one that never ran is removed as well.
        try {
          const left = await engine.inspectJob(jobId, closeSignal);
          if (left !== null) await engine.remove(left.containerId, closeSignal);
          await network?.end(closeSignal);
        } catch {
          options.onLeftover();
        }
        return;
      }
      try {
        await step(before);
        backOff.reset();
        desk.setPresence(jobId, { hindrance: null });
      } catch (error) {
        await afterError(error).catch((next: unknown) => {
          // The end of the job could not be written down; the same step is taken again until it can.
          if (isPassing(next)) return hold(next);
          throw next;
        });
      }
      if (interrupt.signal.aborted) interrupt = new AbortController();
    }
  };

  const run = async (): Promise<void> => {
    try {
      await untilEnded();
    } catch (error) {
      if (closeSignal.aborted) return;
      note('the worker met an error of its own');
      options.onLeftover();
      try {
        fail(jobFailed(jobId, error instanceof Error ? error.message : String(error)));
      } catch {
        // Not even that could be written down; the next start of the app takes the job up where it is.
      }
    } finally {
      network?.close();
      log.end();
    }
  };
  return { finished: run(), nudge: () => interrupt.abort() };
};
