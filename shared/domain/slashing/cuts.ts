/**
 * Who pays how much of a slash, and the same amounts taken off a position and put back. Owner first, then supporters pro
 * rata; within one holder the stake that counts goes before what is cooling.
 * Source: the network's rule set, section (e).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { smallerOf } from '../amounts/larger-and-smaller.ts';
import { proRata } from '../amounts/pro-rata.ts';
import type { CoolingEntry, StakePosition } from '../staking/position.ts';

/** One amount taken from one place. */
export interface Cut {
  readonly holderId: string;
  readonly amount: BaseUnits;
  /** The cooling entry that it was taken from, whole but for its amount; null: from stake that counts. */
  readonly cooling: Omit<CoolingEntry, 'amount'> | null;
  /** For a supporter's stake, the end of a notice that was running; null otherwise. */
  readonly leavesAt: number | null;
}

/** A place that a holder's cut can be taken from. */
type Purse = Cut;

const sum = (amounts: readonly { readonly amount: BaseUnits }[]): BaseUnits =>
  inBaseUnits(amounts.reduce((total, { amount }) => total + amount, 0n));

/**
 * Every purse that an offence at this time reaches, those that count first, then cooling by time and id. A supporter whose
 * notice was over by then is out of reach like any stake that was cooling, also while nobody has moved it there yet.
 */
const liablePurses = (position: StakePosition, offenceAt: number): Purse[] => [
  { holderId: position.ownerId, amount: position.owner, cooling: null, leavesAt: null },
  ...position.supporters
    .filter(({ leavesAt }) => leavesAt === null || leavesAt > offenceAt)
    .map(({ holderId, amount, leavesAt }) => ({ holderId, amount, cooling: null, leavesAt })),
  ...position.cooling
    .filter(({ askedAt }) => askedAt > offenceAt)
    .toSorted((left, right) => left.askedAt - right.askedAt || (left.id < right.id ? -1 : 1))
    .map(({ amount, ...entry }) => ({ holderId: entry.holderId, amount, cooling: entry, leavesAt: null })),
];

/** All stake that an offence at this time can cost, owner's and supporters'. */
export const liableStake = (position: StakePosition, offenceAt: number): BaseUnits =>
  sum(liablePurses(position, offenceAt));

const takeFrom = (purses: readonly Purse[], amount: BaseUnits): Cut[] => {
  let left = amount;
  return purses.flatMap((purse) => {
    const taken = smallerOf(left, purse.amount);
    left = inBaseUnits(left - taken);
    return taken === 0n ? [] : [{ ...purse, amount: taken }];
  });
};

/** Each supporter's part by stake, floored; one unit of the dust each, in order of id. */
const supporterParts = (rest: BaseUnits, stakes: ReadonlyMap<string, BaseUnits>): Map<string, BaseUnits> => {
  const withStake = [...stakes].filter(([, stake]) => stake > 0n).map(([id, weight]) => ({ id, weight }));
  const { shares, dust } = proRata(rest, withStake);
  return new Map(shares.map(({ id, amount }, index) => [id, inBaseUnits(amount + (BigInt(index) < dust ? 1n : 0n))]));
};

/**
 * The cuts of a slash.
 *
 * @param amount  S, at most `liableStake`
 * @returns cuts above 0 that sum to the amount; no holder pays more than that holder's own liable stake
 */
export const cutsOf = (position: StakePosition, amount: BaseUnits, offenceAt: number): Cut[] => {
  const purses = liablePurses(position, offenceAt);
  const ofOwner = purses.filter(({ holderId }) => holderId === position.ownerId);
  const ownerPays = smallerOf(amount, sum(ofOwner));
  const ofSupporters = Map.groupBy(
    purses.filter(({ holderId }) => holderId !== position.ownerId),
    ({ holderId }) => holderId,
  );
  const stakes = new Map([...ofSupporters].map(([holderId, held]) => [holderId, sum(held)]));
  const parts = supporterParts(inBaseUnits(amount - ownerPays), stakes);
  return [
    ...takeFrom(ofOwner, ownerPays),
    ...[...parts].flatMap(([holderId, part]) => takeFrom(ofSupporters.get(holderId) ?? [], part)),
  ];
};

/** The position without what was cut. A supporter or an entry that lost everything is gone. */
export const takeOff = (position: StakePosition, cuts: readonly Cut[]): StakePosition => {
  const cutOf = (holderId: string, entryId: string | null): bigint =>
    cuts.find((cut) => cut.holderId === holderId && (cut.cooling?.id ?? null) === entryId)?.amount ?? noCoins;
  const hasCoins = ({ amount }: { readonly amount: BaseUnits }): boolean => amount > 0n;
  return {
    ...position,
    owner: inBaseUnits(position.owner - cutOf(position.ownerId, null)),
    supporters: position.supporters
      .map((held) => ({ ...held, amount: inBaseUnits(held.amount - cutOf(held.holderId, null)) }))
      .filter(hasCoins),
    cooling: position.cooling
      .map((entry) => ({ ...entry, amount: inBaseUnits(entry.amount - cutOf(entry.holderId, entry.id)) }))
      .filter(hasCoins),
  };
};

/** Name of the entry in which a cut of cooling stake comes back: its own, since the first may have been withdrawn. */
export const returnedEntryId = (entryId: string, slashId: string): string => `${entryId}.${slashId}`;

const putBackOne = (position: StakePosition, cut: Cut, slashId: string): StakePosition => {
  if (cut.cooling !== null) {
    const entry = { ...cut.cooling, id: returnedEntryId(cut.cooling.id, slashId), amount: cut.amount };
    return { ...position, cooling: [...position.cooling, entry] };
  }
  if (cut.holderId === position.ownerId) return { ...position, owner: inBaseUnits(position.owner + cut.amount) };
  const held = position.supporters.find(({ holderId }) => holderId === cut.holderId);
  const amount = inBaseUnits((held?.amount ?? 0n) + cut.amount);
  const others = position.supporters.filter((supporter) => supporter !== held);
  return {
    ...position,
    supporters: [...others, { holderId: cut.holderId, amount, leavesAt: held ? held.leavesAt : cut.leavesAt }],
  };
};

/** The position with every cut back where it was taken; cooling entries keep the times they had. */
export const putBack = (position: StakePosition, cuts: readonly Cut[], slashId: string): StakePosition =>
  cuts.reduce((grown, cut) => putBackOne(grown, cut, slashId), position);
