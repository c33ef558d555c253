/**
 * The life of one job as a pure function: what is known of it, and what each event makes of that. It does nothing
 * itself; the driver acts, and the journal keeps what this returns.
 */
import { z } from 'zod';
import { type Job, jobStates } from '../../shared/contract/app/worker.ts';
import { type Problem, problemSchema } from '../../shared/contract/codes.ts';
import { jobSpecSchema } from '../../shared/contract/job-spec.ts';
import { ownerReturnClasses } from '../../shared/contract/network/session.ts';

export type JobState = Job['state'];

/**
 * `owner_returned`: the owner uses the PC. `too_hot`: a GPU passed the owner's limit. `time_limit`: the job's own
 * `maxSeconds` are over. `gpu_gone`: its container no longer sees a GPU that it was given.
 */
export const stopReasons = ['owner', 'owner_returned', 'network', 'too_hot', 'time_limit', 'gpu_gone'] as const;
export type StopReason = (typeof stopReasons)[number];

/** A change of state that has yet to reach the outbox. */
const reportSchema = z.object({ id: z.uuid(), state: z.enum(jobStates), at: z.number() });

export const jobRecordSchema = z.object({
  spec: jobSpecSchema,
  state: z.enum(jobStates),
  offeredAt: z.number(),
  /** A job that has not been started by then never is. */
  expiresAt: z.number(),
  /** null until the engine has confirmed the container. Only while it is null may one be created. */
  containerId: z.string().nullable(),
  /** The container that lost its GPU and gives way to a new one, once for each job; null: none did. */
  replacedId: z.string().nullable().default(null),
  startedAt: z.number().nullable(),
  seenRunningAt: z.number().nullable(),
  /** What becomes of it when the owner returns, as the renter chose. */
  whenOwnerReturns: z.enum(ownerReturnClasses).default('freeze'),
  /** null while its processes may run. */
  frozenAt: z.number().nullable().default(null),
  /** All earlier times together. */
  frozenMs: z.number().nonnegative().default(0),
  /** Received and sent through its gateway; kept ahead of what passes. */
  networkBytes: z.number().nonnegative().default(0),
  endedAt: z.number().nullable(),
  exitCode: z.number().int().nullable(),
  /** By the engine's own clock; null until it has ended. */
  ranMs: z.number().nonnegative().nullable(),
  stopReason: z.enum(stopReasons).nullable(),
  problem: problemSchema.nullable(),
  reports: z.array(reportSchema),
});
export type JobRecord = z.infer<typeof jobRecordSchema>;

export type JobEvent =
  | { kind: 'accepted' }
  /** The intent to create the container. */
  | { kind: 'image_ready' }
  | { kind: 'created'; containerId: string }
  | { kind: 'started'; at: number }
  | { kind: 'seen_running'; at: number }
  | { kind: 'froze' | 'thawed'; at: number }
  /** Its container no longer sees a GPU that it was given, and gives way to another. */
  | { kind: 'gpu_lost' }
  | { kind: 'network_used'; bytes: number }
  | { kind: 'stop_asked'; reason: StopReason }
  | { kind: 'refused' | 'failed'; problem: Problem; at: number }
  | {
      kind: 'exited';
      exitCode: number;
      isOutOfMemory: boolean;
      /** The engine was out of sight since the job was last seen running: nobody knows who ended it. */
      wasUnwatched: boolean;
      ranMs: number;
      at: number;
    }
  /** Its container is gone, or never was started. */
  | { kind: 'vanished'; at: number };

const endStates: readonly JobState[] = ['done', 'failed', 'interrupted', 'refused'];
export const hasEnded = (record: Pick<JobRecord, 'state'>): boolean => endStates.includes(record.state);

/**
 * Exit codes with which an engine or a power cut ends a container: 137 and 143 by signal, 255 when the engine finds it
 * gone. A job may exit so by itself, which is why they count only when nobody watched.
 */
const endedFromOutside: readonly number[] = [137, 143, 255];

const killedCode = 137;

/** @param detail one of the words of `reasons.ending`, or the engine's own */
export const jobFailed = (jobId: string, detail: string | null, exitCode: number | null = null): Problem => ({
  code: 'JOB_FAILED',
  data: { jobId, exitCode, detail },
});

type Ending = Pick<JobRecord, 'state' | 'problem'>;

const endingOf = (record: JobRecord, event: Extract<JobEvent, { kind: 'exited' }>): Ending => {
  const jobId = record.spec.id;
  const failed = (detail: string | null): Ending => ({
    state: 'failed',
    problem: jobFailed(jobId, detail, event.exitCode),
  });
  if (record.stopReason === 'time_limit' || record.stopReason === 'gpu_gone') return failed(record.stopReason);
  if (record.stopReason !== null) return { state: 'interrupted', problem: null };
  if (event.exitCode === 0) return { state: 'done', problem: null };
  if (event.isOutOfMemory) return failed('out_of_memory');
  if (event.wasUnwatched && endedFromOutside.includes(event.exitCode)) {
    return { state: 'interrupted', problem: { code: 'JOB_INTERRUPTED', data: { jobId } } };
  }
  // An engine on cgroup 1 loses the kernel's word about memory when the container is gone first (one in three, seen).
  return failed(event.exitCode === killedCode ? 'killed' : null);
};

/** From which states each event leads on; anywhere else it changes nothing. */
const happensIn: Record<JobEvent['kind'], readonly JobState[]> = {
  accepted: ['offered'],
  image_ready: ['pulling'],
  created: ['starting', 'stopping'],
  started: ['starting', 'stopping'],
  seen_running: ['starting', 'running', 'frozen', 'stopping'],
  froze: ['starting', 'running'],
  thawed: ['frozen'],
  gpu_lost: ['starting', 'running'],
  network_used: jobStates,
  stop_asked: ['offered', 'pulling', 'starting', 'running', 'frozen'],
  refused: ['offered', 'pulling', 'starting'],
  failed: ['offered', 'pulling', 'starting', 'running', 'frozen', 'stopping'],
  exited: ['starting', 'running', 'frozen', 'stopping'],
  vanished: ['offered', 'pulling', 'starting', 'running', 'frozen', 'stopping'],
};

/** How long it stood still so far, the present time included. */
export const frozenMsOf = ({ frozenAt, frozenMs }: Pick<JobRecord, 'frozenAt' | 'frozenMs'>, at: number): number =>
  frozenMs + (frozenAt === null ? 0 : Math.max(0, at - frozenAt));

/** @returns the same object when the event does not belong to the state the job is in */
export const nextJob = (record: JobRecord, event: JobEvent): JobRecord => {
  if (!happensIn[event.kind].includes(record.state)) return record;
  switch (event.kind) {
    case 'accepted':
      return { ...record, state: 'pulling' };
    case 'image_ready':
      return { ...record, state: 'starting' };
    case 'created':
      return { ...record, containerId: event.containerId };
    case 'started':
      return record.startedAt === null ? { ...record, startedAt: event.at } : record;
    case 'seen_running':
      if (record.seenRunningAt !== null) return record;
      return { ...record, state: record.state === 'starting' ? 'running' : record.state, seenRunningAt: event.at };
    case 'froze':
      return { ...record, state: 'frozen', frozenAt: event.at };
    case 'thawed':
      return {
        ...record,
        state: record.seenRunningAt === null ? 'starting' : 'running',
        frozenAt: null,
        frozenMs: frozenMsOf(record, event.at),
      };
    case 'gpu_lost':
      return {
        ...record,
        ...{
          state: 'starting',
          replacedId: record.containerId,
          containerId: null,
          startedAt: null,
          seenRunningAt: null,
        },
      };
    case 'network_used':
      return { ...record, networkBytes: event.bytes };
    case 'stop_asked':
      return { ...record, state: 'stopping', stopReason: event.reason };
    case 'refused':
    case 'failed':
      return { ...record, state: event.kind, problem: event.problem, endedAt: event.at, ranMs: record.ranMs ?? 0 };
    case 'exited':
      return {
        ...record,
        ...endingOf(record, event),
        exitCode: event.exitCode,
        ranMs: event.ranMs,
        endedAt: event.at,
      };
    case 'vanished': {
      const problem: Problem = { code: 'JOB_INTERRUPTED', data: { jobId: record.spec.id } };
      const wasStopped = record.stopReason !== null;
      return { ...record, state: 'interrupted', problem: wasStopped ? null : problem, endedAt: event.at, ranMs: 0 };
    }
  }
};
