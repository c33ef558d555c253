/**
 * What staking, unstaking and claiming would mean for an owner. The network puts it into the text that is signed, and
 * the app works it out again from its own reading of the ledger, so that neither has to be believed.
 */
import { offences } from '../../contract/offences.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { bpsOfRoundedUp } from '../amounts/bps.ts';
import { smallerOf } from '../amounts/larger-and-smaller.ts';
import type { IntentCause, IntentDestination, IntentProspect, IntentRisk } from './facts.ts';

/** An owner's coins on one device, now. */
export interface Holding {
  /** Own stake that counts. */
  readonly own: BaseUnits;
  /** All stake that counts, the own among it. */
  readonly counted: BaseUnits;
  /** Own coins on their way out, which an earlier offence still reaches. */
  readonly cooling: BaseUnits;
  readonly required: BaseUnits;
  /** What each offence would cost as things stand: repeated ones cost more. */
  readonly shares: readonly { readonly cause: IntentCause; readonly bps: number }[];
  readonly cooldownMs: number;
}

const order: readonly IntentCause[] = [...offences, 'wrong_address'];

/** By loss, then by share, then by name: one order, so that one meaning has one text. */
export const gravestFirst = (left: IntentRisk, right: IntentRisk): number => {
  if (left.loss !== right.loss) return left.loss > right.loss ? -1 : 1;
  return right.bps - left.bps || order.indexOf(left.cause) - order.indexOf(right.cause);
};

/** Shares of everything that can be reached, of which the owner pays first and no more than is the owner's. */
const risksOf = ({ own, counted, cooling, shares }: Holding): IntentRisk[] => {
  const reach = inBaseUnits(own + cooling);
  const base = inBaseUnits(counted + cooling);
  return shares
    .map(({ cause, bps }) => ({ cause, bps, loss: smallerOf(bpsOfRoundedUp(base, bps), reach) }))
    .toSorted(gravestFirst);
};

/** An owner carries half of the way alone, whatever supporters hold. */
export const isShort = ({ own, counted, required }: Pick<Holding, 'own' | 'counted' | 'required'>): boolean =>
  counted < required || own * 2n < required;

const prospectOf = (
  after: Holding,
  destination: IntentDestination,
  freeAt: EpochMs | null,
  risks: readonly IntentRisk[],
): IntentProspect => ({
  risks,
  destination,
  ownAfter: after.own,
  deviceAfter: after.counted,
  required: after.required,
  freeAt,
  fee: noCoins,
  endsEarning: isShort(after),
  shareBps: null,
});

/** Coins that are locked now could be asked back at once, and would be free a cooldown later. */
export const stakeProspect = (before: Holding, amount: BaseUnits, now: EpochMs): IntentProspect => {
  const after = {
    ...before,
    own: inBaseUnits(before.own + amount),
    counted: inBaseUnits(before.counted + amount),
  };
  return prospectOf(after, { kind: 'stake' }, now + before.cooldownMs, risksOf(after));
};

/** Coins that cool stay in reach; an owner who takes everything back ends the supporters' stake with it. */
export const unstakeProspect = (before: Holding, amount: BaseUnits, now: EpochMs): IntentProspect => {
  const own = inBaseUnits(before.own - amount);
  const after = {
    ...before,
    own,
    counted: own === 0n ? noCoins : inBaseUnits(before.counted - amount),
    cooling: inBaseUnits(before.cooling + amount),
  };
  return prospectOf(after, { kind: 'cooling' }, now + before.cooldownMs, risksOf(after));
};

/** Nothing is at stake by claiming; coins for an address outside are gone if the address is somebody else's. */
export const claimProspect = (before: Holding, amount: BaseUnits, address: string | null): IntentProspect =>
  address === null
    ? prospectOf(before, { kind: 'wallet' }, null, [])
    : prospectOf(before, { kind: 'address', address }, null, [{ cause: 'wrong_address', bps: 10_000, loss: amount }]);
