import { describe, expect, it } from 'vitest';
import { type ActivityFacts, activityOf } from './activity.ts';

const online: ActivityFacts = {
  isOnboarded: true,
  wantsToEarn: true,
  isPaused: false,
  isFinishing: false,
  isAside: false,
  isOnline: true,
  problems: [],
  jobs: [],
};
const running = { state: 'running' as const, seenRunningAt: 1 };
const started = { state: 'starting' as const, seenRunningAt: null };

describe('the one word of state', () => {
  it.each<[string, Partial<ActivityFacts>, ReturnType<typeof activityOf>]>([
    ['is new before anything was asked', { isOnboarded: false, wantsToEarn: false }, 'new'],
    ['is off when the owner wants nothing', { wantsToEarn: false }, 'off'],
    ['is joining until the network answers', { isOnline: false }, 'joining'],
    ['is ready without a job', {}, 'ready'],
    ['does not say working for a container that only started', { jobs: [started] }, 'ready'],
    [
      'does not say working for a job whose output was never seen',
      { jobs: [{ ...running, seenRunningAt: null }] },
      'ready',
    ],
    ['is working once the job was seen running', { jobs: [running] }, 'working'],
    ['is finishing while the last job runs', { isFinishing: true, jobs: [running] }, 'finishing'],
    ['is paused when the last job is over', { isFinishing: true, jobs: [] }, 'paused'],
    ['is paused whatever else is wrong', { isPaused: true, problems: ['NETWORK_UNREACHABLE'] }, 'paused'],
    ['is blocked when nothing can be earned', { problems: ['NETWORK_UNREACHABLE'] }, 'blocked'],
    ['still earns proofs without an engine', { problems: ['ENGINE_ABSENT'] }, 'ready'],
  ])('%s', (_title, facts, expected) => expect(activityOf({ ...online, ...facts })).toBe(expected));
});
