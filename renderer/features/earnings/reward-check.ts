/**
 * The arithmetic of one hourly reward, done again on this PC from the factors that the network gave, so that "Why?"
 * can say whether the two agree. Written out here a second time on purpose: a check that ran the network's own code would
 * prove little, and that code brings its schemas into the page, whose content policy refuses the code they generate.
 */
import type { RewardReason } from '../../../shared/contract/app/earnings.ts';

/** The score out of its factors: `weight × count × connection × tier × ramp × eligibility`, floored once. */
export const recomputedScore = (reason: RewardReason): bigint =>
  (BigInt(reason.weight) *
    BigInt(reason.count) *
    BigInt(reason.connBps) *
    BigInt(reason.tierBps) *
    BigInt(reason.rampBps) *
    BigInt(reason.eligBps)) /
  10n ** 13n;

/** `pool × score ÷ everyone's score`, floored; null when nobody scored. Base units. */
export const recomputedReward = (reason: RewardReason): bigint | null =>
  reason.scoreSum > 0n ? (reason.pool * reason.score) / reason.scoreSum : null;

/** Whether this PC comes to the network's score and reward. An ineligible hour agrees when both are nothing. */
export const agreesWithNetwork = (reason: RewardReason): boolean => {
  if (reason.ineligible !== null) return reason.reward === 0n;
  return recomputedScore(reason) === reason.score && recomputedReward(reason) === reason.reward;
};

/** Part of the pool's score that is this device's, 0..1; null when nobody scored. Only for showing. */
export const scoreShare = (reason: RewardReason): number | null =>
  reason.scoreSum > 0n ? Number((reason.score * 10n ** 12n) / reason.scoreSum) / 1e12 : null;
