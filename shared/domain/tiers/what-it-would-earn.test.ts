import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ioText } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { distributeHour, emptyCarry, type HourDevice } from '../rewards/distribute.ts';
import { hourEmission } from '../rewards/emission.ts';
import { requiredStake } from '../staking/required.ts';
import type { TierName } from './tier.ts';
import { tierNames } from './tier-names.ts';
import { whatItWouldEarn } from './what-it-would-earn.ts';

const required = requiredStake(1_250, 1, mainnetParameters);
const device = (deviceId: string, tier: TierName, more: Partial<HourDevice['facts']> = {}): HourDevice => ({
  deviceId,
  className: 'rtx-4090',
  facts: {
    count: 1,
    connectivityTier: 2,
    tier,
    verifiedHours: 96,
    continuousUptimeMinutes: 6_000,
    minutes: 57,
    proofsPassed: 3,
    proofsAsked: 4,
    isExempt: false,
    staked: required,
    ownerStaked: required,
    required,
    ...more,
  },
});
const rewardOf = (own: HourDevice, others: readonly HourDevice[]) => {
  const hour = { epoch: 1, emission: hourEmission(0, 0, 744), carriedIn: emptyCarry, devices: [own, ...others] };
  const line = distributeHour(hour, mainnetParameters).rewards.find(({ deviceId }) => deviceId === own.deviceId);
  if (line === undefined) throw new Error('no reward line');
  return line;
};
const others = [device('x', 'platinum'), device('y', 'silver', { count: 8 })];

describe('the same hour in another tier', () => {
  it('pays the worked device B of Bronze a fifth more score in Platinum', () => {
    const hour = {
      ...{ weight: 1_250, count: 1, connBps: 10_050, tierBps: 10_000, rampBps: 7_500, eligBps: 7_125 },
      pool: 425_627_240_143n,
      score: 671_308n,
      scoreSum: 1_205_903_308n,
      ineligible: null,
    };
    expect(ioText(whatItWouldEarn(hour, 'bronze'))).toBe('2.36940200');
    expect(ioText(whatItWouldEarn(hour, 'platinum'))).toBe('2.84296728');
  });

  it('pays nothing unranked, and nothing where another gate failed', () => {
    expect(whatItWouldEarn(rewardOf(device('a', 'bronze'), others), 'unranked')).toBe(0n);
    const absent = rewardOf(device('a', 'bronze', { minutes: 10 }), others);
    expect(absent.ineligible).toBe('minutes');
    expect(whatItWouldEarn(absent, 'platinum')).toBe(0n);
  });

  it('shows an unranked device what bronze would have paid', () => {
    const unranked = rewardOf(device('a', 'unranked'), others);
    expect([unranked.ineligible, unranked.reward]).toEqual(['tier', 0n]);
    expect(whatItWouldEarn(unranked, 'bronze')).toBe(rewardOf(device('a', 'bronze'), others).reward);
  });

  it('is what the network would have paid, for every pair of tiers', () => {
    const anyTier = fc.constantFrom(...tierNames);
    const anyOthers = fc
      .array(fc.record({ tier: anyTier, count: fc.integer({ min: 1, max: 64 }) }), { maxLength: 4 })
      .map((all) => all.map(({ tier, count }, index) => device(`o${index}`, tier, { count })));
    const anyFacts = fc.record({
      count: fc.integer({ min: 1, max: 64 }),
      verifiedHours: fc.integer({ min: 12, max: 400 }),
      minutes: fc.integer({ min: 45, max: 60 }),
    });
    fc.assert(
      fc.property(anyTier, anyTier, anyFacts, anyOthers, (had, other, facts, rest) => {
        const line = rewardOf(device('a', had, facts), rest);
        expect(whatItWouldEarn(line, other)).toBe(rewardOf(device('a', other, facts), rest).reward);
        expect(whatItWouldEarn(line, had)).toBe(line.reward);
      }),
      { numRuns: 10_000 },
    );
  });
});
