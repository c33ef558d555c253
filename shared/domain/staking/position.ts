/**
 * The stake on one device as a value: owner, supporters and what is cooling. The owner's moves are here; supporters'
 * moves are in `support.ts`. Every move returns a new position or says why not; none of them reads a clock.
 * Source: the network's rule set, section (d).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { largerOf, smallerOf } from '../amounts/larger-and-smaller.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import { stakeCapacity } from './required.ts';

export interface SupporterStake {
  /** Account of the supporter. */
  readonly holderId: string;
  readonly amount: BaseUnits;
  /** End of the notice when the supporter is leaving: until then the stake counts, unpaid. Null: staying. */
  readonly leavesAt: number | null;
}

/** Stake on its way out. It counts for nothing, and can still be slashed for what happened before it was asked back. */
export interface CoolingEntry {
  readonly id: string;
  readonly holderId: string;
  readonly amount: BaseUnits;
  /** Milliseconds since 1970 UTC. Neither time ever changes; only a slash lowers the amount. */
  readonly askedAt: number;
  readonly freeAt: number;
}

export interface StakePosition {
  readonly deviceId: string;
  /** Account of the owner. */
  readonly ownerId: string;
  readonly owner: BaseUnits;
  /** One entry per supporter. */
  readonly supporters: readonly SupporterStake[];
  readonly cooling: readonly CoolingEntry[];
}

export type StakeRefusal =
  | { readonly code: 'AMOUNT_TOO_LARGE'; readonly available: BaseUnits }
  /** A hired device keeps its stake until the contract ends. */
  | { readonly code: 'STAKE_IN_USE' }
  | { readonly code: 'STILL_COOLING'; readonly freeAt: number }
  | { readonly code: 'COOLING_NOT_FOUND' }
  | { readonly code: 'OWN_DEVICE' }
  | { readonly code: 'TOO_MANY_SUPPORTERS'; readonly most: number }
  | { readonly code: 'TOO_MANY_DEVICES'; readonly most: number }
  | { readonly code: 'ALREADY_LEAVING' }
  | { readonly code: 'NOT_A_SUPPORTER' };

export type StakeMove =
  | { readonly kind: 'moved'; readonly position: StakePosition }
  | { readonly kind: 'refused'; readonly refusal: StakeRefusal };

export const moved = (position: StakePosition): StakeMove => ({ kind: 'moved', position });
export const refused = (refusal: StakeRefusal): StakeMove => ({ kind: 'refused', refusal });

export const emptyPosition = (deviceId: string, ownerId: string): StakePosition => ({
  deviceId,
  ownerId,
  owner: noCoins,
  supporters: [],
  cooling: [],
});

/** Sum of the supporters' stakes, of those who are leaving too. */
export const supportersStake = ({ supporters }: StakePosition): BaseUnits =>
  inBaseUnits(supporters.reduce((sum, { amount }) => sum + amount, 0n));

/** Stake that counts: owner and supporters, without what is cooling. */
export const countedStake = (position: StakePosition): BaseUnits =>
  inBaseUnits(position.owner + supportersStake(position));

/** A holder's own stake that counts: the owner's, or a supporter's; 0 for anyone else. */
export const heldBy = ({ ownerId, owner, supporters }: StakePosition, holderId: string): BaseUnits =>
  holderId === ownerId ? owner : (supporters.find((held) => held.holderId === holderId)?.amount ?? noCoins);

/** Room below the capacity. 0 when a lighter class has left more on the device than it may hold. */
export const roomFor = (position: StakePosition, required: BaseUnits, parameters: ParameterRecord): BaseUnits =>
  largerOf(noCoins, inBaseUnits(stakeCapacity(required, parameters) - countedStake(position)));

/** @throws RangeError when an entry of the same id is cooling already: of two under one id, one would be lost */
export const assertNewTo = (position: StakePosition, entries: readonly Pick<CoolingEntry, 'id'>[]): void => {
  const known = new Set(position.cooling.map(({ id }) => id));
  const taken = entries.find(({ id }) => known.has(id));
  if (taken) throw new RangeError(`cooling entry ${taken.id} exists`);
};

const assertPositive = (amount: BaseUnits): void => {
  if (amount <= 0n) throw new RangeError(`amount must be positive: ${amount}`);
};

/**
 * Locks the owner's coins on the device.
 *
 * @param stake.amount  above 0
 * @param stake.wallet  what the owner has free
 * @returns refused with AMOUNT_TOO_LARGE when wallet or capacity do not reach; `available` is the lesser of the two
 * @throws RangeError when the amount is not above 0
 */
export const stakeCoins = (
  position: StakePosition,
  stake: { readonly amount: BaseUnits; readonly wallet: BaseUnits; readonly required: BaseUnits },
  parameters: ParameterRecord,
): StakeMove => {
  assertPositive(stake.amount);
  const available = smallerOf(stake.wallet, roomFor(position, stake.required, parameters));
  if (stake.amount > available) return refused({ code: 'AMOUNT_TOO_LARGE', available });
  return moved({ ...position, owner: inBaseUnits(position.owner + stake.amount) });
};

/**
 * What the owner may ask back while supporters stay: whatever leaves the owner half of the total, so that nobody stands
 * behind a device with more than its owner does. All of it may be asked back too, which ends everyone's stake.
 */
export const ownerMayUnstake = (position: StakePosition): BaseUnits =>
  largerOf(noCoins, inBaseUnits(position.owner - supportersStake(position)));

/**
 * Begins the cooldown of a part of the owner's stake. The part stops counting at once. Stake above the capacity takes
 * the same way: leaving it free at once would let it escape a slash. When the owner asks for all of it, the supporters'
 * stakes begin to cool with it, without notice, each as `<id>.<holder>`.
 *
 * @param exit.id  names the cooling entry; must be new to the ledger
 * @param exit.now  milliseconds since 1970 UTC
 * @throws RangeError when the amount is not above 0, or the id or one that is made of it is cooling
 */
export const unstakeCoins = (
  position: StakePosition,
  exit: { readonly id: string; readonly amount: BaseUnits; readonly now: number; readonly isHired: boolean },
  parameters: ParameterRecord,
): StakeMove => {
  assertPositive(exit.amount);
  if (exit.isHired) return refused({ code: 'STAKE_IN_USE' });
  const isFullExit = exit.amount === position.owner;
  const available = ownerMayUnstake(position);
  if (!isFullExit && exit.amount > available) return refused({ code: 'AMOUNT_TOO_LARGE', available });
  const freeAt = exit.now + networkHoursMs(parameters.cooldownHours, parameters);
  const leaving = [
    { id: exit.id, holderId: position.ownerId, amount: exit.amount },
    ...(isFullExit ? position.supporters : []).map(({ holderId, amount }) => ({
      id: `${exit.id}.${holderId}`,
      holderId,
      amount,
    })),
  ];
  assertNewTo(position, leaving);
  return moved({
    ...position,
    owner: inBaseUnits(position.owner - exit.amount),
    supporters: isFullExit ? [] : position.supporters,
    cooling: [...position.cooling, ...leaving.map((part) => ({ ...part, askedAt: exit.now, freeAt }))],
  });
};

/** Takes one cooled entry off the position; its amount goes back to its holder's wallet. Refused before `freeAt`. */
export const withdrawCooled = (position: StakePosition, entryId: string, now: number): StakeMove => {
  const entry = position.cooling.find(({ id }) => id === entryId);
  if (entry === undefined) return refused({ code: 'COOLING_NOT_FOUND' });
  if (now < entry.freeAt) return refused({ code: 'STILL_COOLING', freeAt: entry.freeAt });
  return moved({ ...position, cooling: position.cooling.filter(({ id }) => id !== entryId) });
};

/** Entries whose cooldown has ended, for the network to withdraw on its own. */
export const cooledEntries = (position: StakePosition, now: number): readonly CoolingEntry[] =>
  position.cooling.filter(({ freeAt }) => freeAt <= now);
