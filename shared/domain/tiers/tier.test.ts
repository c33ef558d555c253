import { describe, expect, it } from 'vitest';
import { tierSchema } from '../../contract/app/tier.ts';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { payoutEveryHoursFor, standing, type TierFacts, tierFactorBps, tierFor, tierOpens } from './tier.ts';
import { tierNames } from './tier-names.ts';

const platinum: TierFacts = {
  complianceLevel: 4,
  qualityBps: 9_000,
  uptimeBps: 9_900,
  connectivityTier: 4,
  staked: inBaseUnits(300n),
  required: inBaseUnits(100n),
};

/** Stake as a share of 16,000 IO, what 8 × H100 must have. */
const facts = (
  complianceLevel: TierFacts['complianceLevel'],
  quality: number,
  uptimeBps: number,
  connectivityTier: TierFacts['connectivityTier'],
  stakeBps: bigint,
): TierFacts => ({
  complianceLevel,
  qualityBps: quality,
  uptimeBps,
  connectivityTier,
  staked: inBaseUnits(160_000_000n * stakeBps),
  required: inBaseUnits(1_600_000_000_000n),
});

describe('a tier', () => {
  it('is reached with every requirement met exactly', () => {
    expect(tierFor(platinum)).toBe('platinum');
  });

  it.each<[string, TierFacts, string]>([
    ['bronze', facts(1, 4_000, 9_000, 1, 10_000n), 'unranked'],
    ['silver', facts(2, 6_000, 9_500, 2, 15_000n), 'bronze'],
    ['gold', facts(3, 7_500, 9_800, 3, 20_000n), 'silver'],
    ['platinum', facts(4, 9_000, 9_900, 4, 30_000n), 'gold'],
  ])('is %s at each of its thresholds and below it one unit under any', (tier, exact, below) => {
    expect(tierFor(exact)).toBe(tier);
    const short: TierFacts[] = [
      { ...exact, complianceLevel: (exact.complianceLevel - 1) as TierFacts['complianceLevel'] },
      { ...exact, qualityBps: exact.qualityBps - 1 },
      { ...exact, uptimeBps: exact.uptimeBps - 1 },
      { ...exact, connectivityTier: (exact.connectivityTier - 1) as TierFacts['connectivityTier'] },
      { ...exact, staked: inBaseUnits(exact.staked - 1n) },
    ];
    expect(short.map(tierFor)).toEqual(short.map(() => below));
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
});
