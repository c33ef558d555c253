import { describe, expect, it } from 'vitest';
import type { Status } from '../../../shared/contract/app/status.ts';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import { pauseCostOf } from './pause-cost.ts';

const hourMs = 3_600_000;
const minutes = (count: number) => Array.from({ length: count }, () => 'counted' as const);
const network: NonNullable<Status['network']> = {
  ...{ name: 'Localnet', address: 'http://127.0.0.1:8790', isPlay: true, isOnline: true },
  ...{ hourMs, hourStartedAt: 0, hourEndsAt: hourMs },
  ...{ droppedGates: [], minutes: minutes(37), minutesNeeded: 45 },
};
const hour = (rewards: bigint, state: 'confirmed' | 'estimate') => ({
  ...{ epoch: 1, from: 0, to: hourMs, state, rewards, jobs: 0n },
});
const earnings = { hours: [hour(25n, 'confirmed'), hour(99n, 'estimate')] };
const silver: TierState = {
  tier: 'silver',
  ladder: [
    {
      ...{ tier: 'silver', factorBps: 10_500, opens: [], isReached: true },
      requirements: [{ kind: 'uptime', has: 9_740n, needs: 9_500n, isMet: true }],
    },
  ],
  readAt: 1,
};
const earning = { activity: 'ready', network } as const;
const running = { state: 'running', pay: { state: 'estimate', amount: 288n } } as const;

describe('what a pause costs', () => {
  it('is the hour’s reward until enough minutes count, and from then on nothing', () => {
    expect(pauseCostOf(earning, [], earnings, null)?.reward).toEqual({
      kind: 'hour',
      amount: 25n,
      safeFrom: 45 * 60_000,
    });
    const late = { ...earning, network: { ...network, minutes: minutes(50) } };
    expect(pauseCostOf(late, [], earnings, null)?.reward).toEqual({ kind: 'none' });
  });

  it('is not known in coins before any hour brought some', () =>
    expect(pauseCostOf(earning, [], { hours: [] }, null)?.reward).toMatchObject({ kind: 'hour', amount: null }));

  it('is the pay of a job that runs, and of no other', () => {
    const working = { ...earning, activity: 'working' } as const;
    expect(pauseCostOf(working, [running], earnings, null)?.job).toEqual({ pay: 288n });
    expect(pauseCostOf(working, [{ ...running, state: 'done' }], earnings, null)?.job).toBeNull();
  });

  it('names the uptime that the tier asks for, where there is a tier', () => {
    expect(pauseCostOf(earning, [], earnings, silver)?.uptime).toEqual({ has: 0.974, needs: 0.95 });
    expect(pauseCostOf(earning, [], earnings, { ...silver, tier: 'unranked' })?.uptime).toBeNull();
  });

  it.each(['paused', 'aside', 'blocked', 'off'] as const)('is nothing while %s', (activity) =>
    expect(pauseCostOf({ ...earning, activity }, [running], earnings, silver)).toBeNull(),
  );
});
