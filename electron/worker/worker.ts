/**
 * Takes renters' jobs, one at a time, and answers for every one of them: it runs once, in a container of our own, or it
 * is reported why not. Starting is recovering: there is no other way in.
 */
import type { Job, JobJudgement, LogLine, Reach, WorkerState } from '../../shared/contract/app/worker.ts';
import { isPerigeeError, PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { type JobSpec, jobSpecSchema } from '../../shared/contract/job-spec.ts';
import type { ImageSigner } from '../../shared/contract/network/image-signers.ts';
import type { OwnerReturnClass } from '../../shared/contract/network/session.ts';
import type { ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Engine } from '../docker/engine.ts';
import type { WayOut } from '../docker/gateway/destination.ts';
import type { ImageSignatures } from '../docker/signatures/image-signatures.ts';
import { createBackOff } from './back-off.ts';
import { createImageShelf, type ShelfRecords } from './image-shelf.ts';
import { createJobDesk, type JobStateEvent } from './job-desk.ts';
import { driveJob, type JobDriver } from './job-driver.ts';
import { createJobLog, type JobLog } from './job-log.ts';
import { hasEnded, type JobRecord, type JobState, type StopReason } from './job-machine.ts';
import type { JobJournal } from './journal.ts';
import { type JobPolicy, judgeJob, policyOn } from './judge-job.ts';
import type { HoldAction } from './policy/hold-action.ts';
import { admitVouched } from './vouch-for-image.ts';

export interface WorkerOptions {
  engine: Engine;
  /** Without it no image is vouched for but by the network itself. */
  signatures?: ImageSignatures;
  journal: JobJournal;
  /** The images that were pulled for jobs. */
  images: ShelfRecords;
  clock: Clock;
  /** What the owner lets jobs be, as it is now. */
  policy: () => JobPolicy;
  /** What the owner's use of the PC asks of a job now; call `reconsider` when its answer may have changed. */
  holdOf?: (job: JobRecord) => HoldAction;
  /** Called at least once for each change of a job's state; returns when it is safe in the outbox, or throws. */
  onEvent: (event: JobStateEvent) => void;
  /** Told of each line that a job printed; after a start of the app, of its whole output once more. Never waited for. */
  onOutput?: (jobId: string, line: OutputLine) => void;
  /** Told when a job has ended and no more of its output comes. */
  onOutputEnd?: (jobId: string) => void;
  /** From the request to end until a container is ended. */
  graceMs?: number;
  /** Of one image, and of all that are kept for the next job. */
  mostImageBytes?: () => number;
  /** The most that a job's network carries in a second, as it is now; null, or left out: as fast as the line. */
  networkBytesPerSecond?: () => number | null;
  /** Where jobs' gateways lead; the public internet when left out. */
  way?: WayOut;
}

/** A line of the job's own. */
export interface OutputLine {
  /** Sorts as text: where in the job's output it stands. */
  cursor: string;
  at: number;
  stream: 'stdout' | 'stderr';
  text: string;
}

export interface OfferTerms {
  expiresAt: number;
  /** `freeze` when left out. */
  whenOwnerReturns?: OwnerReturnClass;
  /** The network signed for the image, verified; null: it did not, and a signer that it pinned must have. */
  imageVouchedBy: 'network' | null;
}

export type OfferVerdict = { kind: 'accepted'; jobId: string } | { kind: 'refused'; problem: Problem };

export interface Worker {
  readonly state: ReadonlyCell<WorkerState>;
  /**
   * Answers as soon as it is decided; the job then goes on by itself. The same job offered again is accepted again and
   * not run again.
   *
   * @param spec unread, as it came
   */
  offer(spec: unknown, options: OfferTerms): Promise<OfferVerdict>;
  /**
   * What `offer` would say to a job that is only described.
   *
   * @param signers whose Sigstore signatures count for its image; left out: the network signed for it
   * @throws CANCELLED
   */
  judge(text: string, signal?: AbortSignal, signers?: readonly ImageSigner[]): Promise<JobJudgement>;
  /** Answers once it has ended. @returns null when there is no such job @throws ENGINE_… while it cannot */
  stop(jobId: string, reason: StopReason): Promise<JobState | null>;
  /** UUIDs of GPUs that jobs which have not ended were given. */
  gpusInUse(): string[];
  /** Has every job do what `holdOf` says now. */
  reconsider(): void;
  /** Picks every job up where the journal and the engine say it is, and clears away containers without one. */
  recover(): Promise<void>;
  /** @returns null when there is no such job; its log does not outlive the app */
  log(jobId: string, signal: AbortSignal): AsyncIterable<LogLine> | null;
  /** null when the container is gone. */
  reach(jobId: string, signal?: AbortSignal): Promise<Reach | null>;
  /** While anybody watches, running jobs show what they use. @returns a function that ends the watching */
  watchUsage(): () => void;
  /** What the job pays, as the network says. */
  setPay(jobId: string, pay: Job['pay']): void;
  /** Lets go of everything. Containers go on; the next start finds them. */
  close(): Promise<void>;
}

/** A stop that takes longer than its grace and this is answered as unreachable, and goes on. */
const stopMarginMs = 15_000;
/** Logs of ended jobs that stay in memory. */
const mostLogs = 10;

export const createWorker = (options: WorkerOptions): Worker => {
  const {
    engine,
    signatures,
    clock,
    policy,
    graceMs = 10_000,
    mostImageBytes = () => Number.POSITIVE_INFINITY,
  } = options;
  const { holdOf = () => 'go_on' } = options;
  const desk = createJobDesk(options);
  const shelf = createImageShelf({ records: options.images, engine, clock, mostBytes: mostImageBytes });
  const drivers = new Map<string, JobDriver>();
  const logs = new Map<string, JobLog>();
  const closing = new AbortController();
  let usageWatchers = 0;
  let hasStrays = true;

  const logOf = (jobId: string): JobLog => {
    const log = logs.get(jobId) ?? createJobLog();
    logs.set(jobId, log);
    for (const old of [...logs.keys()].slice(0, -mostLogs)) if (!drivers.has(old)) logs.delete(old);
    return log;
  };
  /** The job's log, and with it whoever is told of its output. */
  const toldLog = (jobId: string): JobLog => {
    const log = logOf(jobId);
    return {
      ...log,
      push: (line, cursor) => {
        log.push(line);
        const { at, stream, text } = line;
        if (cursor !== undefined && stream !== null) options.onOutput?.(jobId, { cursor, at, stream, text });
      },
    };
  };
  const drive = (jobId: string, isRecovered: boolean): void => {
    const driver = driveJob({
      ...{ jobId, desk, engine, shelf, clock, graceMs, mostImageBytes, isRecovered, holdOf },
      limits: () => policy().limits,
      networkBytesPerSecond: options.networkBytesPerSecond ?? (() => null),
      ...(options.way ? { way: options.way } : {}),
      log: toldLog(jobId),
      isUsageWatched: () => usageWatchers > 0,
      onLeftover: () => {
        hasStrays = true;
      },
      closeSignal: closing.signal,
    });
    drivers.set(jobId, driver);
    void driver.finished.then(() => {
      drivers.delete(jobId);
      if (!closing.signal.aborted) options.onOutputEnd?.(jobId);
    });
  };

  /** Containers of ours that no unended job claims: left by a crash after the end, or by a journal that was lost. */
  const clearStrays = async (): Promise<void> => {
    for (const { containerId, jobId } of await engine.listOurs(closing.signal)) {
      const record = desk.get(jobId);
      if (record !== null && !hasEnded(record)) continue;
      if (drivers.has(jobId)) continue;
      await engine.stop(containerId, graceMs, closing.signal);
      await engine.remove(containerId, closing.signal);
    }
    for (const jobId of await engine.gateways.list(closing.signal)) {
      const record = desk.get(jobId);
      if ((record === null || hasEnded(record)) && !drivers.has(jobId))
        await engine.gateways.remove(jobId, closing.signal);
    }
    hasStrays = false;
  };

  const clearStraysLater = async (): Promise<void> => {
    const backOff = createBackOff(1_000, 60_000);
    while (hasStrays && !closing.signal.aborted) {
      await clock.sleep(backOff.next(), closing.signal).catch(() => undefined);
      if (!closing.signal.aborted && drivers.size === 0) await clearStrays().catch(() => undefined);
    }
  };

  const refuse = (jobId: string | null, reasons: string[]): OfferVerdict => ({
    kind: 'refused',
    problem: { code: 'JOB_REFUSED', data: { jobId, reasons } },
  });
  const newRecord = (spec: JobSpec, { expiresAt, whenOwnerReturns = 'freeze' }: OfferTerms): JobRecord => ({
    ...{ spec, state: 'offered', offeredAt: clock.now(), expiresAt, whenOwnerReturns },
    ...{
      containerId: null,
      startedAt: null,
      frozenAt: null,
      frozenMs: 0,
      networkBytes: 0,
      replacedId: null,
      seenRunningAt: null,
      endedAt: null,
      exitCode: null,
      ranMs: null,
      stopReason: null,
      problem: null,
      reports: [],
    },
  });

  const decide = async (spec: unknown, terms: OfferTerms): Promise<OfferVerdict> => {
    const read = jobSpecSchema.safeParse(spec);
    const known = read.success ? desk.get(read.data.id) : null;
    if (known !== null) return { kind: 'accepted', jobId: known.spec.id };
    // Looking for an engine may find another one; not while a job runs on this one.
    if (drivers.size > 0) return refuse(read.success ? read.data.id : null, ['busy']);
    const facts = await engine.probe(closing.signal);
    const ownerPolicy = policy();
    const verdict = await admitVouched(spec, {
      ...{ policy: policyOn(ownerPolicy, facts), pins: ownerPolicy.imageSigners ?? [], signatures },
      ...{ isSignedByNetwork: terms.imageVouchedBy === 'network', signal: closing.signal },
    });
    if (verdict.kind === 'refused') return refuse(verdict.jobId, verdict.reasons);
    const jobId = verdict.spec.id;
    if (clock.now() >= terms.expiresAt) return refuse(jobId, ['offer_expired']);
    if (hasStrays) await clearStrays();
    desk.add(newRecord(verdict.spec, terms));
    drive(jobId, false);
    return { kind: 'accepted', jobId };
  };
  /** One offer is decided after the other: two at once must not both find the worker free. */
  let lastDecision: Promise<unknown> = Promise.resolve();

  return {
    state: desk.state,
    offer: (spec, terms) => {
      const decision = lastDecision.then(async (): Promise<OfferVerdict> => {
        try {
          return await decide(spec, terms);
        } catch (error) {
          if (isPerigeeError(error)) return { kind: 'refused', problem: error.problem };
          throw error;
        }
      });
      lastDecision = decision.catch(() => {});
      return decision;
    },
    judge: (text, signal, signers) =>
      judgeJob(text, {
        ...{ engine, mostImageBytes: mostImageBytes(), policy: policy(), signatures, signers: signers ?? null },
        signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
      }),
    stop: async (jobId, reason) => {
      const record = desk.get(jobId);
      if (record === null) return null;
      const driver = drivers.get(jobId);
      desk.apply(jobId, { kind: 'stop_asked', reason });
      driver?.nudge();
      const late = new AbortController();
      try {
        await Promise.race([driver?.finished, clock.sleep(graceMs + stopMarginMs, late.signal)]);
      } finally {
        late.abort();
      }
      const after = desk.get(jobId);
      if (after === null || hasEnded(after)) return after?.state ?? null;
      // Most likely the engine is away, which this says; the stop itself is written down and goes on.
      await engine.probe();
      throw new PerigeeError('JOB_FAILED', { jobId, exitCode: null, detail: 'did not end in time' });
    },
    gpusInUse: () => desk.list().flatMap((record) => (hasEnded(record) ? [] : record.spec.gpus)),
    reconsider: () => {
      for (const driver of drivers.values()) driver.nudge();
    },
    recover: async () => {
      desk.load();
      for (const record of desk.list()) if (!hasEnded(record)) drive(record.spec.id, true);
      // Without an engine now they are cleared once it is back, or before the next job at the latest.
      await clearStrays().catch(() => void clearStraysLater());
    },
    log: (jobId, signal) => {
      const record = desk.get(jobId);
      if (record === null) return null;
      const log = logOf(jobId);
      // A job that ended before the app started has no lines any more, and none will come.
      if (!drivers.has(jobId)) log.end();
      return log.follow(signal);
    },
    reach: async (jobId, signal) => {
      const record = desk.get(jobId);
      if (record === null || record.containerId === null) return null;
      const reach = await engine.reach(record.containerId, signal);
      const { network } = record.spec;
      return reach?.network === 'gateway' && network !== 'none' ? { ...reach, hosts: network.hosts } : reach;
    },
    watchUsage: () => {
      usageWatchers += 1;
      let isWatching = true;
      return () => {
        if (isWatching) usageWatchers -= 1;
        isWatching = false;
      };
    },
    setPay: (jobId, pay) => desk.setPresence(jobId, { pay }),
    close: async () => {
      closing.abort();
      await Promise.all([...drivers.values()].map(({ finished }) => finished));
    },
  };
};
