/** Whether a renter's job occupies this PC, out of the live state. Pure. */
import type { AppState } from '../../shared/contract/app/index.ts';
import type { Job } from '../../shared/contract/app/worker.ts';

const occupying: ReadonlySet<Job['state']> = new Set(['pulling', 'starting', 'running', 'frozen', 'stopping']);

/** @param state  null before the first snapshot: a job may be running then, so the answer is yes */
export const hasRunningJob = (state: AppState | null): boolean =>
  state === null || state.worker.jobs.some((job) => occupying.has(job.state));
