import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tierNames, tierSchema } from '../../contract/app/tier.ts';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import type { ConnectivityTier } from './connectivity.ts';
import { type QualityFacts, qualityBps, type Verification } from './quality.ts';
import {
  type ComplianceLevel,
  payoutEveryHoursFor,
  standing,
  type TierFacts,
  tierFactorBps,
  tierFor,
  tierLevel,
  tierOpens,
} from './tier.ts';

const platinum: TierFacts = {
  complianceLevel: 4,
  qualityBps: 9_000,
  uptimeBps: 9_900,
  connectivityTier: 4,
  staked: inBaseUnits(300n),
  required: inBaseUnits(100n),
};

describe('a tier', () => {
  it('is reached with every requirement met exactly', () => {
    expect(tierFor(platinum)).toBe('platinum');
  });

  it.each<[string, Partial<TierFacts>, string]>([
    ['compliance 3', { complianceLevel: 3 }, 'gold'],
    ['compliance 0', { complianceLevel: 0 }, 'unranked'],
    ['a quality of 89.99', { qualityBps: 8_999 }, 'gold'],
    ['an uptime of 97.99 %', { uptimeBps: 9_799 }, 'silver'],
    ['a link of step 1', { connectivityTier: 1 }, 'bronze'],
    ['no link', { connectivityTier: 0 }, 'unranked'],
    ['one unit below double stake', { staked: inBaseUnits(199n) }, 'silver'],
    ['one unit below the required stake', { staked: inBaseUnits(99n) }, 'unranked'],
  ])('falls to what %s allows', (_title, change, expected) =>
    expect(tierFor({ ...platinum, ...change })).toBe(expected),
  );

  it('names what is missing for the next step', () => {
    const { tier, ladder } = standing({ ...platinum, complianceLevel: 1, staked: inBaseUnits(120n) });
    expect(tier).toBe('bronze');
    expect(ladder[1]?.requirements.filter(({ isMet }) => !isMet)).toEqual([
      { kind: 'compliance', has: 1n, needs: 2n, isMet: false },
      { kind: 'stake', has: 120n, needs: 150n, isMet: false },
    ]);
  });

  it('asks for the stake share rounded up', () => {
    const { ladder } = standing({ ...platinum, required: inBaseUnits(101n), staked: inBaseUnits(151n) });
    expect(ladder[1]?.requirements.at(-1)).toEqual({ kind: 'stake', has: 151n, needs: 152n, isMet: false });
  });

  it('has the shape of the app contract', () => {
    const shape = { ...standing(platinum), readAt: null };
    expect(tierSchema.parse(shape)).toEqual(shape);
  });

  it.each([
    ['unranked', 0],
    ['bronze', 10_000],
    ['silver', 10_500],
    ['gold', 11_000],
    ['platinum', 12_000],
  ] as const)('multiplies the score of %s by %i bps', (tier, bps) => expect(tierFactorBps(tier)).toBe(bps));

  it('opens what a step below it opens, supporters from silver on', () => {
    expect(tierNames.map((tier) => tierOpens(tier, 'supporters'))).toEqual([false, false, true, true, true]);
    expect(tierNames.map((tier) => tierOpens(tier, 'bare_metal'))).toEqual([false, false, false, false, true]);
  });

  it('pays out daily from gold on', () => {
    expect(payoutEveryHoursFor('silver', mainnetParameters)).toBe(168);
    expect(payoutEveryHoursFor('gold', mainnetParameters)).toBe(24);
    expect(payoutEveryHoursFor('gold', { ...mainnetParameters, payoutEveryHours: 1 })).toBe(1);
  });

  it('never falls when compliance, a part of quality or stake rises', () => {
    const anyLevel = fc.constantFrom<ComplianceLevel[]>(0, 1, 2, 3, 4);
    const anyLink = fc.constantFrom<ConnectivityTier[]>(0, 1, 2, 3, 4);
    const bps = fc.integer({ min: 0, max: 10_000 });
    const anyState = fc.record({
      complianceLevel: anyLevel,
      benchmarkBps: bps,
      verification: fc.constantFrom<Verification[]>('none', 'proofs', 'proofs_for_7_days', 'trusted_execution'),
      connectivityTier: anyLink,
      uptimeBps: fc.integer({ min: 8_500, max: 10_000 }),
      staked: fc.bigInt(0n, 400n).map(inBaseUnits),
    });
    const tierOf = (state: QualityFacts & Pick<TierFacts, 'complianceLevel' | 'staked'>): number =>
      tierLevel(tierFor({ ...state, qualityBps: qualityBps(state), required: inBaseUnits(100n) }));
    fc.assert(
      fc.property(anyState, anyState, (state, other) => {
        const raised = [
          { ...state, complianceLevel: Math.max(state.complianceLevel, other.complianceLevel) as ComplianceLevel },
          { ...state, connectivityTier: Math.max(state.connectivityTier, other.connectivityTier) as ConnectivityTier },
          { ...state, benchmarkBps: Math.max(state.benchmarkBps, other.benchmarkBps) },
          { ...state, uptimeBps: Math.max(state.uptimeBps, other.uptimeBps) },
          { ...state, verification: 'trusted_execution' as const },
          { ...state, staked: inBaseUnits(state.staked + other.staked) },
        ];
        for (const better of raised) expect(tierOf(better) >= tierOf(state)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
