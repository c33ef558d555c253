/** What the network is told of a job, worked out from the worker's own words. Pure. */
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { JobStateEvent } from '../worker/job-desk.ts';

/** @returns null for a step that the network has no word for */
export const reportOf = ({ jobId, state, exitCode, ranMs, stopReason }: JobStateEvent): DeviceEvent | null => {
  switch (state) {
    case 'offered':
      return { kind: 'job_accepted', jobId };
    case 'running':
      return { kind: 'job_running', jobId };
    case 'pulling':
    case 'starting':
    case 'stopping':
      return null;
    case 'done':
    case 'failed':
    case 'interrupted':
    case 'refused': {
      const outcome = stopReason === 'owner' || stopReason === 'too_hot' ? 'stopped_by_owner' : state;
      return { kind: 'job_ended', jobId, outcome, exitCode, ranMs: Math.round(ranMs ?? 0) };
    }
  }
};
