/**
 * What an hour would have paid in another tier, everything else as it was: same pool, same others, same device. It says
 * nothing about hours to come.
 * Source: the network's rule set, section (c).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { type ScoreFactors, scoreOf } from '../rewards/score.ts';
import { type TierName, tierFactorBps } from './tier.ts';

/** A closed hour of a device, as the network gives the reason of its reward. */
export interface HourScore extends ScoreFactors {
  /** All that the pool had to give, in base units. */
  readonly pool: bigint;
  /** The device's, and that of all devices of the pool together. */
  readonly score: bigint;
  readonly scoreSum: bigint;
  /** The first gate that failed; null when none did. */
  readonly ineligible: string | null;
}

/**
 * ⌊pool · score ÷ all scores⌋ with the tier's factor in place of the one that counted.
 *
 * @returns 0 for unranked, for an hour that failed another gate than `tier`, which no tier opens, and where nobody scores.
 *   For an hour that failed `tier` it is what would have been earned had the gates after it been passed
 */
export const whatItWouldEarn = (hour: HourScore, tier: TierName): BaseUnits => {
  if (hour.ineligible !== null && hour.ineligible !== 'tier') return noCoins;
  const score = scoreOf({ ...hour, tierBps: tierFactorBps(tier) });
  const scoreSum = hour.scoreSum - hour.score + score;
  return scoreSum === 0n ? noCoins : inBaseUnits((hour.pool * score) / scoreSum);
};
