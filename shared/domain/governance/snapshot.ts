/**
 * How many votes everybody has: the coins that an account had at stake when a proposal was opened. Coins moved afterwards
 * change nothing, so that no coin votes twice.
 * Source: the network's rule set, section (i).
 */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import type { StakePosition, SupporterStake } from '../staking/position.ts';

export interface StakeSnapshot {
  /** Base units by account. */
  readonly weights: ReadonlyMap<string, BaseUnits>;
  /** The staked supply: all weights together. */
  readonly staked: BaseUnits;
}

/** What of a device's stake counts. */
export interface CountedStake extends Pick<StakePosition, 'ownerId' | 'owner'> {
  readonly supporters: readonly Pick<SupporterStake, 'holderId' | 'amount'>[];
}

/**
 * The snapshot of every device's stake. An account's own coins are what it holds as an owner and what it put behind the
 * devices of others; a supporter who gave notice still counts, cooling coins no longer do.
 *
 * @param positions  one for each device
 */
export const snapshotOf = (positions: readonly CountedStake[]): StakeSnapshot => {
  const weights = new Map<string, BaseUnits>();
  const add = (accountId: string, amount: BaseUnits): void => {
    if (amount > 0n) weights.set(accountId, inBaseUnits((weights.get(accountId) ?? 0n) + amount));
  };
  for (const { ownerId, owner, supporters } of positions) {
    add(ownerId, owner);
    for (const { holderId, amount } of supporters) add(holderId, amount);
  }
  return { weights, staked: inBaseUnits([...weights.values()].reduce((sum, weight) => sum + weight, 0n)) };
};
