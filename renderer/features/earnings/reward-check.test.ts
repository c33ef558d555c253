import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RewardReason } from '../../../shared/contract/app/earnings.ts';
import { scoreOf } from '../../../shared/domain/rewards/score.ts';
import { earnedSummary, hoursSummary } from './earned-summary.ts';
import { agreesWithNetwork, recomputedReward, recomputedScore, scoreShare } from './reward-check.ts';

/** Device B of the network's published example: a 4090 at Bronze in the enterprise pool. */
const published: RewardReason = {
  epoch: 1,
  class: 'RTX 4090',
  pool: 425_627_240_143n,
  weight: 1250,
  count: 1,
  connBps: 10_050,
  tierBps: 10_000,
  rampBps: 7500,
  eligBps: 7125,
  score: 671_308n,
  scoreSum: 1_205_903_308n,
  reward: 236_940_200n,
  ownerPart: 236_940_200n,
  supportersPart: 0n,
  shareBps: null,
  proofsPassed: 3,
  proofsAsked: 4,
  minutes: 57,
  ineligible: null,
};

describe('the arithmetic of a reward', () => {
  it('comes to the score of the published example', () => expect(recomputedScore(published)).toBe(671_308n));
  it('comes to the score that the shared rules give, for any factors', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30_000), { minLength: 6, maxLength: 6 }),
        ([weight = 0, count = 0, connBps = 0, tierBps = 0, rampBps = 0, eligBps = 0]) => {
          const factors = { weight, count, connBps, tierBps, rampBps, eligBps };
          return recomputedScore({ ...published, ...factors }) === scoreOf(factors);
        },
      ),
    );
  });
  it('comes to the reward of the published example', () => expect(recomputedReward(published)).toBe(236_940_200n));
  it('agrees with the network about it', () => expect(agreesWithNetwork(published)).toBe(true));
  it('gives this device its part of the score', () => expect(scoreShare(published)).toBeCloseTo(0.000556685, 9));

  it.each([
    ['a reward that is one unit short', { reward: 236_940_199n }, false],
    ['a score that the factors do not give', { score: 671_309n }, false],
    ['an hour in which nobody scored', { scoreSum: 0n, score: 0n, eligBps: 0, reward: 0n }, false],
    ['an ineligible hour without a reward', { ineligible: 'minutes', eligBps: 0, score: 0n, reward: 0n }, true],
    ['an ineligible hour with a reward', { ineligible: 'minutes', reward: 1n }, false],
  ] as const)('judges %s', (_, change, expected) =>
    expect(agreesWithNetwork({ ...published, ...change })).toBe(expected),
  );

  it('knows no share where nobody scored', () => expect(scoreShare({ ...published, scoreSum: 0n })).toBeNull());
});

describe('the sentence about earnings', () => {
  it.each([
    ['nothing yet', { estimate: 0n, confirmed: 0n, paid: 0n }, { kind: 'none' }],
    ['an estimate alone', { estimate: 5n, confirmed: 0n, paid: 0n }, { kind: 'estimate', estimate: 5n }],
    ['confirmed and paid', { estimate: 0n, confirmed: 3n, paid: 4n }, { kind: 'certain', certain: 7n }],
    ['both kinds', { estimate: 1n, confirmed: 3n, paid: 0n }, { kind: 'both', certain: 3n, estimate: 1n }],
  ] as const)('keeps estimate and confirmed apart: %s', (_, totals, expected) =>
    expect(earnedSummary({ totals })).toEqual(expected),
  );
});

describe('the chart in words', () => {
  it('counts the hours that earned, their sum and the best of them', () => {
    const hour = (rewards: bigint, jobs: bigint) => ({
      epoch: 1,
      from: 0,
      to: 1,
      state: 'confirmed' as const,
      rewards,
      jobs,
    });
    expect(hoursSummary([hour(0n, 0n), hour(2n, 3n), hour(4n, 0n)])).toEqual({ earning: 2, total: 9n, most: 5n });
  });
});
