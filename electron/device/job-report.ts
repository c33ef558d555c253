/** What the network is told of a job, worked out from the worker's own words. Pure. */
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { JobStateEvent } from '../worker/job-desk.ts';
import type { StopReason } from '../worker/job-machine.ts';

const ownerReasons: readonly StopReason[] = ['owner', 'owner_returned', 'too_hot'];

/** @returns null for a step that the network has no word for */
export const reportOf = ({ jobId, state, exitCode, ranMs, stopReason }: JobStateEvent): DeviceEvent | null => {
  switch (state) {
    case 'offered':
      return { kind: 'job_accepted', jobId };
    case 'running':
      return { kind: 'job_running', jobId };
    case 'frozen':
      return { kind: 'job_frozen', jobId };
    case 'pulling':
    case 'starting':
    case 'stopping':
      return null;
    case 'done':
    case 'failed':
    case 'interrupted':
    case 'refused': {
      const outcome = stopReason !== null && ownerReasons.includes(stopReason) ? 'stopped_by_owner' : state;
      return { kind: 'job_ended', jobId, outcome, exitCode, ranMs: Math.round(ranMs ?? 0) };
    }
  }
};
