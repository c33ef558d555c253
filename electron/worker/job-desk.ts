/**
 * All jobs this device knows: keeps the journal, the faces' state and the reports to the network in step. It decides
 * nothing and touches no container.
 */
import { randomUUID } from 'node:crypto';
import type { WorkerState } from '../../shared/contract/app/worker.ts';
import type { Problem } from '../../shared/contract/codes.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import { hasEnded, type JobEvent, type JobRecord, type JobState, nextJob, type StopReason } from './job-machine.ts';
import { type JobPresence, jobViewOf, noPresence } from './job-view.ts';
import type { JobJournal } from './journal.ts';

/** Told at least once for each change of state; the same change always has the same id. */
export interface JobStateEvent {
  kind: 'job_state';
  /** A UUID. */
  id: string;
  jobId: string;
  state: JobState;
  at: number;
  exitCode: number | null;
  /** null until it has ended. */
  ranMs: number | null;
  stopReason: StopReason | null;
  problem: Problem | null;
}

export interface JobDesk {
  readonly state: ReadonlyCell<WorkerState>;
  get(jobId: string): JobRecord | null;
  list(): JobRecord[];
  /** Writes a new job down. @throws what the journal throws */
  add(record: JobRecord): void;
  /** Writes down what the event makes of the job, tells the faces, then the network. @throws what the journal throws */
  apply(jobId: string, event: JobEvent): JobRecord;
  setPresence(jobId: string, change: Partial<JobPresence>): void;
  /** Reads the journal of before and hands on what had not reached the outbox. */
  load(): void;
}

const mostJobs = 50;

export const createJobDesk = (options: {
  journal: JobJournal;
  clock: Clock;
  onEvent: (event: JobStateEvent) => void;
}): JobDesk => {
  const { journal, clock, onEvent } = options;
  const records = new Map<string, JobRecord>();
  const presences = new Map<string, JobPresence>();
  const state = createCell<WorkerState>({ jobs: [] });

  const newestFirst = (): JobRecord[] => [...records.values()].toSorted((a, b) => b.offeredAt - a.offeredAt);
  const publish = (): void => {
    state.set({
      jobs: newestFirst()
        .slice(0, mostJobs)
        .map((record) => jobViewOf(record, presences.get(record.spec.id) ?? noPresence)),
    });
  };
  const keep = (record: JobRecord): JobRecord => {
    journal.put(record);
    records.set(record.spec.id, record);
    return record;
  };
  /** What the outbox refuses stays in the record, and is tried again with the next change or the next start. */
  const report = (record: JobRecord): JobRecord => {
    if (record.reports.length === 0) return record;
    const { exitCode, ranMs, stopReason, problem, spec } = record;
    const left = [...record.reports];
    for (const { id, state: reported, at } of record.reports) {
      try {
        onEvent({ kind: 'job_state', id, jobId: spec.id, state: reported, at, exitCode, ranMs, stopReason, problem });
      } catch {
        break;
      }
      left.shift();
    }
    return keep({ ...record, reports: left });
  };
  const withReport = (record: JobRecord): JobRecord => ({
    ...record,
    reports: [...record.reports, { id: randomUUID(), state: record.state, at: clock.now() }],
  });
  const forgetOldest = (): void => {
    for (const { spec, ...record } of newestFirst().slice(mostJobs)) {
      if (!hasEnded(record) || record.reports.length > 0) continue;
      journal.remove(spec.id);
      records.delete(spec.id);
      presences.delete(spec.id);
    }
  };

  return {
    state,
    get: (jobId) => records.get(jobId) ?? null,
    list: newestFirst,
    add: (record) => {
      report(keep(withReport(record)));
      forgetOldest();
      publish();
    },
    apply: (jobId, event) => {
      const before = records.get(jobId);
      if (before === undefined) throw new Error(`no job ${jobId}`);
      const after = nextJob(before, event);
      if (after === before) return before;
      const kept = report(keep(after.state === before.state ? after : withReport(after)));
      publish();
      return kept;
    },
    setPresence: (jobId, change) => {
      presences.set(jobId, { ...(presences.get(jobId) ?? noPresence), ...change });
      publish();
    },
    load: () => {
      for (const record of journal.list()) records.set(record.spec.id, record);
      for (const record of [...records.values()]) report(record);
      publish();
    },
  };
};
