/**
 * The life of one job as a pure function: what is known of it, and what each event makes of that. It does nothing
 * itself; the driver acts, and the journal keeps what this returns.
 */
import { z } from 'zod';
import { type Job, jobStates } from '../../shared/contract/app/worker.ts';
import { type Problem, problemSchema } from '../../shared/contract/codes.ts';
import { jobSpecSchema } from '../../shared/contract/job-spec.ts';

export type JobState = Job['state'];

/** `too_hot`: a GPU passed the owner's limit. `time_limit`: the job's own `maxSeconds` are over. */
export const stopReasons = ['owner', 'network', 'too_hot', 'time_limit'] as const;
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
  startedAt: z.number().nullable(),
  seenRunningAt: z.number().nullable(),
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

type Ending = Pick<JobRecord, 'state' | 'problem'>;

const endingOf = (record: JobRecord, event: Extract<JobEvent, { kind: 'exited' }>): Ending => {
  const jobId = record.spec.id;
  const failed = (detail: string | null): Ending => ({
    state: 'failed',
    problem: { code: 'JOB_FAILED', data: { jobId, exitCode: event.exitCode, detail } },
  });
  if (record.stopReason === 'time_limit') return failed('time_limit');
  if (record.stopReason !== null) return { state: 'interrupted', problem: null };
  if (event.exitCode === 0) return { state: 'done', problem: null };
  if (event.isOutOfMemory) return failed('out_of_memory');
  if (event.wasUnwatched && endedFromOutside.includes(event.exitCode)) {
    return { state: 'interrupted', problem: { code: 'JOB_INTERRUPTED', data: { jobId } } };
  }
  return failed(null);
};

/** From which states each event leads on; anywhere else it changes nothing. */
const happensIn: Record<JobEvent['kind'], readonly JobState[]> = {
  accepted: ['offered'],
  image_ready: ['pulling'],
  created: ['starting', 'stopping'],
  started: ['starting', 'stopping'],
  seen_running: ['starting', 'running', 'stopping'],
  stop_asked: ['offered', 'pulling', 'starting', 'running'],
  refused: ['offered', 'pulling', 'starting'],
  failed: ['offered', 'pulling', 'starting', 'running', 'stopping'],
  exited: ['starting', 'running', 'stopping'],
  vanished: ['offered', 'pulling', 'starting', 'running', 'stopping'],
};

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
