/**
 * Pays the community's share of the fees to those who have points. It pays nothing else and takes from nowhere else.
 * Source: the network's rule set, section (j).
 */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import { bpsOf } from '../amounts/bps.ts';
import { smallerOf } from '../amounts/larger-and-smaller.ts';
import { byId, proRata } from '../amounts/pro-rata.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';

export interface Astronaut {
  readonly accountId: string;
  /** The person behind the account, as the identity check has it. */
  readonly personId: string;
  readonly complianceLevel: ComplianceLevel;
  /** From `pointsOf`. */
  readonly points: number;
}

const levelNeeded = 2;
const mostEachBps = 200;

/** One account for each person: the one with most points, the first by id of several. */
const paidAccounts = (astronauts: readonly Astronaut[]): Astronaut[] => {
  const known = astronauts.filter(({ complianceLevel }) => complianceLevel >= levelNeeded);
  const ordered = known.toSorted(
    (left, right) => right.points - left.points || byId({ id: left.accountId }, { id: right.accountId }),
  );
  return [...Map.groupBy(ordered, ({ personId }) => personId).values()].flatMap((own) => own.slice(0, 1));
};

/**
 * Divides what the community account holds by points, floored, to accounts with a checked identity; at most 2 % each.
 *
 * @returns `left`, what the limit and the flooring leave: it stays in the account for the next payout
 */
export const communityPayout = (
  held: BaseUnits,
  astronauts: readonly Astronaut[],
): { payouts: { accountId: string; amount: BaseUnits }[]; left: BaseUnits } => {
  const most = bpsOf(held, mostEachBps);
  const { shares } = proRata(
    held,
    paidAccounts(astronauts).map(({ accountId, points }) => ({ id: accountId, weight: BigInt(points) })),
  );
  const payouts = shares
    .map(({ id, amount }) => ({ accountId: id, amount: smallerOf(amount, most) }))
    .filter(({ amount }) => amount > 0n);
  return { payouts, left: inBaseUnits(held - payouts.reduce((sum, { amount }) => sum + amount, 0n)) };
};
