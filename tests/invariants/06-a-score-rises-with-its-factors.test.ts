import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HourFacts } from '../../shared/domain/rewards/eligibility.ts';
import { scoreHour, scoreOf } from '../../shared/domain/rewards/score.ts';
import { tierLevel } from '../../shared/domain/tiers/tier.ts';
import { tierNames } from '../../shared/domain/tiers/tier-names.ts';
import { anyHourFacts, anyLink, anyParameters, runs, units } from './arbitraries.ts';

const factor = fc.integer({ min: 0, max: 12_000 });
const anyFactors = fc.record({
  weight: fc.integer({ min: 0, max: 30_000 }),
  count: fc.integer({ min: 1, max: 64 }),
  connBps: factor,
  tierBps: factor,
  rampBps: factor,
  eligBps: factor,
});

/** What may get better about an hour, and by how much. */
const anyGain = fc.record({
  weight: fc.nat(5_000),
  count: fc.nat(64),
  connectivityTier: anyLink,
  tier: fc.constantFrom(...tierNames),
  verifiedHours: fc.nat(200),
  continuousUptimeMinutes: fc.nat(400),
  minutes: fc.nat(20),
  proofsPassed: fc.nat(4),
  staked: fc.nat(40),
});

describe('a score', () => {
  it('never falls when one of its factors rises', () => {
    const names = ['weight', 'count', 'connBps', 'tierBps', 'rampBps', 'eligBps'] as const;
    fc.assert(
      fc.property(anyFactors, fc.constantFrom(...names), fc.nat(20_000), (factors, name, more) => {
        expect(scoreOf({ ...factors, [name]: factors[name] + more }) >= scoreOf(factors)).toBe(true);
      }),
      runs,
    );
  });

  it('never falls with more weight, cards, link, tier, verified hours, uptime, minutes, proofs or stake', () => {
    fc.assert(
      fc.property(anyHourFacts, fc.nat(30_000), anyGain, anyParameters, (facts, weightMilli, gain, parameters) => {
        const scored = (seen: HourFacts, weight = weightMilli): bigint =>
          scoreHour(seen, { name: 'any', weightMilli: weight, pool: 'community' }, parameters).score;
        const before = scored(facts);
        const better: HourFacts[] = [
          { ...facts, count: facts.count + gain.count },
          {
            ...facts,
            connectivityTier:
              gain.connectivityTier > facts.connectivityTier ? gain.connectivityTier : facts.connectivityTier,
          },
          { ...facts, tier: tierLevel(gain.tier) > tierLevel(facts.tier) ? gain.tier : facts.tier },
          { ...facts, verifiedHours: facts.verifiedHours + gain.verifiedHours },
          { ...facts, continuousUptimeMinutes: facts.continuousUptimeMinutes + gain.continuousUptimeMinutes },
          { ...facts, minutes: Math.min(60, facts.minutes + gain.minutes) },
          { ...facts, proofsPassed: Math.min(facts.proofsAsked, facts.proofsPassed + gain.proofsPassed) },
          { ...facts, staked: units(facts.staked + BigInt(gain.staked)) },
          { ...facts, ownerStaked: facts.staked },
        ];
        expect(better.filter((each) => scored(each) < before)).toEqual([]);
        expect(scored(facts, weightMilli + gain.weight) >= before).toBe(true);
      }),
      runs,
    );
  });
});
