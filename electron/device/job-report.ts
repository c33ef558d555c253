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
      const isOwners = stopReason !== null && ownerReasons.includes(stopReason);
      // A renter's program that failed is paid for; one whose GPU fell out from under it did not.
      const outcome = isOwners ? 'stopped_by_owner' : stopReason === 'gpu_gone' ? 'interrupted' : state;
      return { kind: 'job_ended', jobId, outcome, exitCode, ranMs: Math.round(ranMs ?? 0) };
    }
  }
};
