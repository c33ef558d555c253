/** The one word of state, worked out from the facts. Says "working" only for a job that was seen running. */
import type { Status } from '../../shared/contract/app/status.ts';
import type { Job } from '../../shared/contract/app/worker.ts';
import { isBlocking } from '../../shared/contract/blocking-codes.ts';
import type { ProblemCode } from '../../shared/contract/codes.ts';

export interface ActivityFacts {
  isOnboarded: boolean;
  wantsToEarn: boolean;
  isPaused: boolean;
  isFinishing: boolean;
  /** A rule of the owner's stops work. */
  isAside: boolean;
  isOnline: boolean;
  problems: readonly ProblemCode[];
  jobs: readonly Pick<Job, 'state' | 'seenRunningAt'>[];
}

export const isLive = (job: Pick<Job, 'state'>): boolean =>
  ['offered', 'pulling', 'starting', 'running', 'frozen', 'stopping'].includes(job.state);

export const activityOf = (facts: ActivityFacts): Status['activity'] => {
  if (!facts.wantsToEarn) return facts.isOnboarded ? 'off' : 'new';
  if (facts.isPaused) return 'paused';
  const hasLiveJob = facts.jobs.some(isLive);
  if (facts.isFinishing) return hasLiveJob ? 'finishing' : 'paused';
  if (facts.problems.some(isBlocking)) return 'blocked';
  if (facts.isAside) return 'aside';
  if (!facts.isOnline) return 'joining';
  return facts.jobs.some(({ state, seenRunningAt }) => state === 'running' && seenRunningAt !== null)
    ? 'working'
    : 'ready';
};
