import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityBps, type Verification } from '../../shared/domain/tiers/quality.ts';
import { type ComplianceLevel, type TierFacts, tierFor, tierLevel } from '../../shared/domain/tiers/tier.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { anyAmount, anyBps, anyLink, runs, units } from './arbitraries.ts';

const anyLevel = fc.constantFrom<ComplianceLevel[]>(0, 1, 2, 3, 4);
const verifications = ['none', 'proofs', 'proofs_for_7_days', 'trusted_execution'] as const satisfies Verification[];

const near = (values: readonly number[], around: number) =>
  fc.tuple(fc.constantFrom(...values), fc.integer({ min: -around, max: around })).map(([value, by]) => value + by);

/** Facts about the thresholds, where one unit decides. */
const anyTierFacts: fc.Arbitrary<TierFacts> = fc
  .record({
    complianceLevel: anyLevel,
    qualityBps: near([4_000, 6_000, 7_500, 9_000, 9_500], 2),
    uptimeBps: near([9_000, 9_500, 9_800, 9_900, 9_990], 2),
    connectivityTier: anyLink,
    required: fc.oneof(fc.integer({ min: 1, max: 500 }).map(units), anyAmount),
    stakeBps: near([10_000, 15_000, 20_000, 30_000, 40_000], 1),
    odd: fc.integer({ min: -1, max: 1 }),
  })
  .map(({ stakeBps, odd, ...facts }) => {
    const staked = (facts.required * BigInt(stakeBps)) / 10_000n + BigInt(odd);
    return { ...facts, staked: inBaseUnits(staked < 0n ? 0n : staked) };
  });

/** The published table: owner, quality, uptime, link, stake ÷ required in bps. */
const asks = [
  [1, 4_000, 9_000, 1, 10_000n],
  [2, 6_000, 9_500, 2, 15_000n],
  [3, 7_500, 9_800, 3, 20_000n],
  [4, 9_000, 9_900, 4, 30_000n],
] as const;

describe('a tier', () => {
  it('is the least of what owner, quality and stake each reach', () => {
    const reached = (isReached: (row: (typeof asks)[number]) => boolean): number =>
      asks.filter((row) => isReached(row)).length;
    fc.assert(
      fc.property(anyTierFacts, (facts) => {
        const byOwner = reached(([level]) => facts.complianceLevel >= level);
        const byQuality = reached(
          ([, quality, uptime, link]) =>
            facts.qualityBps >= quality && facts.uptimeBps >= uptime && facts.connectivityTier >= link,
        );
        // S = ⌊10000 · stake ÷ required⌋, without a division that nothing required would make.
        const byStake = reached(([, , , , share]) => facts.staked * 10_000n >= facts.required * share);
        expect(tierLevel(tierFor(facts))).toBe(Math.min(byOwner, byQuality, byStake));
      }),
      runs,
    );
  });

  it('never falls when what it asks for rises, or less stake is required', () => {
    const anyQuality = fc.record({
      benchmarkBps: anyBps,
      verification: fc.constantFrom(...verifications),
      uptimeBps: fc.integer({ min: 8_900, max: 10_000 }),
      connectivityTier: anyLink,
      complianceLevel: anyLevel,
      staked: fc.nat(400),
      required: fc.integer({ min: 50, max: 110 }),
    });
    const level = (state: typeof anyQuality extends fc.Arbitrary<infer State> ? State : never): number =>
      tierLevel(
        tierFor({
          ...state,
          qualityBps: qualityBps(state),
          staked: units(state.staked),
          required: units(state.required),
        }),
      );
    const better = <Name extends string>(name: Name, one: Record<Name, number>, other: Record<Name, number>): number =>
      Math.max(one[name], other[name]);
    fc.assert(
      fc.property(anyQuality, anyQuality, (state, other) => {
        const verification =
          verifications.indexOf(other.verification) > verifications.indexOf(state.verification)
            ? other.verification
            : state.verification;
        const raised = [
          { ...state, complianceLevel: better('complianceLevel', state, other) as ComplianceLevel },
          { ...state, connectivityTier: better('connectivityTier', state, other) as typeof state.connectivityTier },
          { ...state, benchmarkBps: better('benchmarkBps', state, other) },
          { ...state, uptimeBps: better('uptimeBps', state, other) },
          { ...state, verification },
          { ...state, staked: better('staked', state, other) },
          { ...state, required: Math.min(state.required, other.required) },
        ];
        const before = level(state);
        expect(raised.filter((each) => level(each) < before)).toEqual([]);
      }),
      runs,
    );
  });
});
