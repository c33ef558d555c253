import { describe, expect, it } from 'vitest';
import type { TierState } from '../../../shared/contract/app/tier.ts';
import { factorNow, gapsOf, hasNow, missingOf, nextStep, rowKinds, shareOf, standingOf } from './next-step.ts';

const step = (
  tier: TierState['ladder'][number]['tier'],
  isReached: boolean,
  factorBps: number,
  uptimeNeeds: bigint,
): TierState['ladder'][number] => ({
  tier,
  factorBps,
  opens: [],
  isReached,
  requirements: [
    { kind: 'stake', has: 45_000_000_000n, needs: isReached ? 45_000_000_000n : 67_500_000_000n, isMet: isReached },
    { kind: 'uptime', has: 9600n, needs: uptimeNeeds, isMet: 9600n >= uptimeNeeds },
  ],
});

const bronze = step('bronze', true, 10_000, 9000n);
const silver = step('silver', false, 10_500, 9500n);
const gold = step('gold', false, 11_000, 9800n);
const state: TierState = { tier: 'bronze', ladder: [bronze, silver, gold], readAt: 1 };

describe('the next step', () => {
  it('is the lowest one not reached', () => expect(nextStep(state)?.tier).toBe('silver'));
  it('is none at the top', () => expect(nextStep({ ...state, ladder: [bronze] })).toBeNull());
  it('names only what it still lacks', () => expect(gapsOf(silver).map(({ kind }) => kind)).toEqual(['stake']));
  it.each([
    ['bronze', bronze, 'here'],
    ['silver', silver, 'next'],
    ['gold', gold, 'far'],
  ] as const)('places %s', (_, input, expected) => expect(standingOf(input, state)).toBe(expected));
  it('calls a step below the own one passed', () =>
    expect(standingOf(bronze, { ...state, tier: 'silver' })).toBe('passed'));
});

describe('what is there of what is needed', () => {
  it.each([
    ['nothing', { has: 0n, needs: 10n }, 0, 10n],
    ['half', { has: 5n, needs: 10n }, 0.5, 5n],
    ['more than enough', { has: 12n, needs: 10n }, 1, 0n],
    ['no need', { has: 0n, needs: 0n }, 1, 0n],
    ['less than nothing', { has: -1n, needs: 10n }, 0, 11n],
  ] as const)('is told for %s', (_, requirement, share, missing) => {
    expect(shareOf(requirement)).toBe(share);
    expect(missingOf(requirement)).toBe(missing);
  });
});

describe('the column "You, now"', () => {
  it('has a row for each kind that a step asks, in one order', () =>
    expect(rowKinds(state)).toEqual(['uptime', 'stake']));
  it('shows what this device has', () => expect(hasNow(state, 'uptime')).toBe(9600n));
  it('knows nothing of a kind that no step asks', () => expect(hasNow(state, 'quality')).toBeNull());
  it('has the factor of the own step', () => expect(factorNow(state)).toBe(10_000));
  it('has no factor when unranked', () => expect(factorNow({ ...state, tier: 'unranked' })).toBe(0));
});
