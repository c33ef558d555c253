/**
 * Counts the votes of one ballot against the snapshot: a vote carries no weight of its own, so nobody can bring one.
 * Source: the network's rule set, section (i).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { wholeBps } from '../amounts/bps.ts';
import type { ChangeableKey } from '../parameters/changeable.ts';
import type { StakeSnapshot } from './snapshot.ts';

export const voteChoices = ['for', 'against', 'abstain'] as const;
export type VoteChoice = (typeof voteChoices)[number];

export interface Vote {
  readonly accountId: string;
  readonly choice: VoteChoice;
  readonly at: EpochMs;
}

/** Base units of stake behind each choice. */
export type Tally = Readonly<Record<VoteChoice, BaseUnits>> & {
  /** All three together; at most the staked supply. */
  readonly turnout: BaseUnits;
};

/** @param votes  of one ballot; of several by one account the first counts */
export const tallyOf = (votes: readonly Vote[], { weights }: StakeSnapshot): Tally => {
  const counted = new Set<string>();
  const sums = { for: noCoins, against: noCoins, abstain: noCoins };
  for (const { accountId, choice } of votes.toSorted((left, right) => left.at - right.at)) {
    if (counted.has(accountId)) continue;
    counted.add(accountId);
    sums[choice] = inBaseUnits(sums[choice] + (weights.get(accountId) ?? 0n));
  }
  return { ...sums, turnout: inBaseUnits(sums.for + sums.against + sums.abstain) };
};

/** Whether the turnout, abstentions too, is at least a share of the staked supply. Nothing staked is no quorum. */
export const hasQuorum = ({ turnout }: Tally, { staked }: StakeSnapshot, quorumBps: number): boolean =>
  turnout > 0n && turnout * BigInt(wholeBps) >= staked * BigInt(quorumBps);

/** More than half of those who chose, or at least two thirds of them. Abstentions are on neither side. */
export const hasMajority = (tally: Tally, majority: ChangeableKey['majority']): boolean => {
  const chose = tally.for + tally.against;
  return majority === 'simple' ? tally.for * 2n > chose : tally.for > 0n && tally.for * 3n >= chose * 2n;
};
