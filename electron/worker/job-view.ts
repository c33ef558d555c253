/** A job as the faces see it: the journal's record with what only the running app knows. Pure. */
import type { Job } from '../../shared/contract/app/worker.ts';
import type { Problem } from '../../shared/contract/codes.ts';
import type { JobRecord } from './job-machine.ts';

/** What is true now and not worth a journal. */
export interface JobPresence {
  pullProgress: number | null;
  usage: Job['usage'];
  pay: Job['pay'];
  /** Why nothing moves, such as an engine that is away; the job's state stays what it was. */
  hindrance: Problem | null;
}

export const noPresence: JobPresence = { pullProgress: null, usage: null, pay: null, hindrance: null };

export const jobViewOf = (record: JobRecord, presence: JobPresence): Job => {
  const { spec } = record;
  return {
    id: spec.id,
    image: spec.image,
    state: record.state,
    offeredAt: record.offeredAt,
    seenRunningAt: record.seenRunningAt,
    endedAt: record.endedAt,
    containerId: record.containerId,
    exitCode: record.exitCode,
    pullProgress: record.state === 'pulling' ? presence.pullProgress : null,
    limits: {
      cpuThreads: spec.cpuThreads,
      memoryBytes: spec.memoryBytes,
      scratchBytes: spec.scratchBytes,
      pids: spec.pids,
      networkBytes: spec.network === 'none' ? 0 : spec.network.mostBytes,
    },
    usage: record.state === 'running' ? presence.usage : null,
    pay: presence.pay,
    problem: presence.hindrance ?? record.problem,
  };
};
