/**
 * How a device's reward is divided between its owner and its supporters under the owner's offer.
 * Source: the network's rule set, section (d).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { bpsOf } from '../amounts/bps.ts';
import { proRata } from '../amounts/pro-rata.ts';
import type { StakePosition } from './position.ts';

/** Most of a reward that an offer may promise to supporters. */
export const mostShareBps = 8_000;

export interface RewardSplit {
  readonly owner: BaseUnits;
  /** In order of holder id; a supporter who is leaving gets 0. */
  readonly supporters: readonly { readonly holderId: string; readonly amount: BaseUnits }[];
}

/**
 * Splits one device's reward. Supporters share the pot by stake, floored; everything else, dust and the parts of those
 * who are leaving, is the owner's.
 *
 * @param shareBps  the offer's share for supporters, 0..8,000
 * @returns parts that sum to the reward exactly
 * @throws RangeError when the share is out of range
 */
export const splitReward = (
  reward: BaseUnits,
  shareBps: number,
  { supporters }: Pick<StakePosition, 'supporters'>,
): RewardSplit => {
  if (!Number.isInteger(shareBps) || shareBps < 0 || shareBps > mostShareBps) {
    throw new RangeError(`supporters' share in bps: ${shareBps}`);
  }
  const leaving = new Set(supporters.filter(({ leavesAt }) => leavesAt !== null).map(({ holderId }) => holderId));
  const { shares } = proRata(
    bpsOf(reward, shareBps),
    supporters.map(({ holderId, amount }) => ({ id: holderId, weight: amount })),
  );
  const parts = shares.map(({ id, amount }) => ({ holderId: id, amount: leaving.has(id) ? noCoins : amount }));
  return {
    owner: inBaseUnits(reward - parts.reduce((sum, { amount }) => sum + amount, 0n)),
    supporters: parts,
  };
};
