/** What an activity looks like wherever the state is shown: its mark, and what Pause would do. Pure. */
import type { Status } from '../../shared/contract/app/status.ts';
import type { Mark } from '../ui/state-mark.tsx';

export type Activity = Status['activity'];

const marks: Record<Activity, Mark> = {
  new: 'off',
  off: 'off',
  joining: 'running',
  ready: 'ready',
  working: 'earning',
  finishing: 'earning',
  paused: 'paused',
  aside: 'player',
  blocked: 'needs-you',
};

export const markOf = (activity: Activity): Mark => marks[activity];

/** Problems by which coins are being lost or a GPU is gone; everything else is inconvenient. */
export const graveCodes = ['GPU_LOST', 'GPU_TOO_HOT', 'PROOF_FAILED', 'STAKE_MISSING', 'DEVICE_REVOKED'] as const;

export const isGrave = (code: string): boolean => (graveCodes as readonly string[]).includes(code);

export type PauseStep = 'start' | 'pause' | 'resume';

/** The one thing that the Pause button does now; null: nothing to pause or resume yet. */
export const pauseStepOf = (activity: Activity): PauseStep | null => {
  if (activity === 'new') return null;
  if (activity === 'off') return 'start';
  return activity === 'paused' ? 'resume' : 'pause';
};
