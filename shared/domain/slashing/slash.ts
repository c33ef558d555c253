/**
 * A slash from decision to end: who pays how much, the escrow in which it waits for an appeal, and where it goes. It
 * judges no evidence; an offence reaches it upheld.
 * Source: the network's rule set, section (e).
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';
import { bpsOf } from '../amounts/bps.ts';
import { smallerOf } from '../amounts/larger-and-smaller.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import type { StakePosition } from '../staking/position.ts';
import { type Cut, cutsOf, liableStake, putBack, takeOff } from './cuts.ts';
import type { Offence } from './offences.ts';
import { mostBounty } from './report-bond.ts';

export interface SlashUse {
  readonly burn: BaseUnits;
  readonly bounty: BaseUnits;
  readonly compensation: BaseUnits;
  readonly reporterId: string | null;
  readonly renterId: string | null;
}

export type SlashState =
  | { readonly kind: 'escrow' }
  | { readonly kind: 'returned' }
  | { readonly kind: 'executed'; readonly use: SlashUse };

/** A holder's estimate of the offending hour. */
export interface Forfeit {
  readonly holderId: string;
  readonly amount: BaseUnits;
}

export interface Slash {
  readonly id: string;
  /** Whose stake: a device's id, or a validator's for an offence of its own. */
  readonly deviceId: string;
  /** Owner and supporters, of cooling stake too: none of them may be paid for the report. */
  readonly interestedIds: readonly string[];
  readonly offence: Offence;
  /** S: what is taken from stake, the sum of the cuts. */
  readonly amount: BaseUnits;
  /** The offending hour's unpaid reward by holder, taken first and outside S. */
  readonly forfeited: readonly Forfeit[];
  readonly cuts: readonly Cut[];
  /** When it was decided, and until when it may be appealed; milliseconds since 1970 UTC. */
  readonly at: number;
  readonly appealUntil: number;
  readonly state: SlashState;
}

/**
 * Takes a slash into escrow. S is a share of all stake that is liable: what counts now, and what began to cool after the
 * offence. The owner pays first, supporters pay pro rata what the owner's stake does not cover.
 *
 * @param verdict.bps  from `offenceBps`
 * @param verdict.offenceAt  when it happened; stake that was already cooling then is out of reach
 * @param verdict.unpaid  what the offending hour would have paid each holder; empty when it was paid or earned nothing
 */
export const slashStake = (
  position: StakePosition,
  verdict: {
    readonly id: string;
    readonly offence: Offence;
    readonly bps: number;
    readonly offenceAt: number;
    readonly decidedAt: number;
    readonly unpaid: readonly Forfeit[];
  },
  parameters: ParameterRecord,
): { slash: Slash; position: StakePosition } => {
  const amount = bpsOf(liableStake(position, verdict.offenceAt), verdict.bps);
  const cuts = cutsOf(position, amount, verdict.offenceAt);
  const slash: Slash = {
    id: verdict.id,
    deviceId: position.deviceId,
    interestedIds: [
      ...new Set([position.ownerId, ...[...position.supporters, ...position.cooling].map(({ holderId }) => holderId)]),
    ],
    offence: verdict.offence,
    amount,
    forfeited: verdict.unpaid,
    cuts,
    at: verdict.decidedAt,
    appealUntil: verdict.decidedAt + networkHoursMs(parameters.appealHours, parameters),
    state: { kind: 'escrow' },
  };
  return { slash, position: takeOff(position, cuts) };
};

/** Everything that the slash holds in escrow: S and the forfeited reward. */
export const escrowed = ({ amount, forfeited }: Slash): BaseUnits =>
  inBaseUnits(forfeited.reduce((sum, forfeit) => sum + forfeit.amount, amount as bigint));

/**
 * Takes what the offending hour would have paid, once it is known: the hour had not closed when the slash was decided.
 * What has been executed by then has no escrow any more, and the reward is burned with the rest.
 *
 * @returns null for a slash that was returned: then the hour is paid like any other
 */
export const forfeitReward = (slash: Slash, unpaid: readonly Forfeit[]): Slash | null => {
  const forfeited = [...slash.forfeited, ...unpaid];
  const { state } = slash;
  switch (state.kind) {
    case 'returned':
      return null;
    case 'escrow':
      return { ...slash, forfeited };
    case 'executed': {
      const burn = unpaid.reduce((sum, { amount }) => sum + amount, state.use.burn as bigint);
      return { ...slash, forfeited, state: { ...state, use: { ...state.use, burn: inBaseUnits(burn) } } };
    }
  }
};

export type SlashRefusal = 'NOT_IN_ESCROW' | 'APPEAL_OPEN' | 'SELF_REPORT';

export type SlashMove =
  | { readonly kind: 'moved'; readonly slash: Slash }
  | { readonly kind: 'refused'; readonly reason: SlashRefusal };

/**
 * The appeal was won: everything goes back to where it was taken from. What was cooling is an entry of its own then, with
 * the times it had.
 *
 * @returns refused unless the slash is in escrow
 */
export const returnSlash = (
  slash: Slash,
  position: StakePosition,
): SlashMove & { readonly position: StakePosition } => {
  if (slash.state.kind !== 'escrow') return { kind: 'refused', reason: 'NOT_IN_ESCROW', position };
  return {
    kind: 'moved',
    slash: { ...slash, state: { kind: 'returned' } },
    position: putBack(position, slash.cuts, slash.id),
  };
};

const partBps = 2_500;

/** What the harmed renter gets of a slash that is executed: the harm, and at most a quarter of what was taken. */
export const compensationFor = ({ amount }: Pick<Slash, 'amount'>, harm: BaseUnits): BaseUnits =>
  smallerOf(bpsOf(amount, partBps), harm);

/**
 * The appeal was lost, or none came in time: at most a quarter of S to the reporter, 10,000 IO at most, at most a quarter
 * to the renter who was harmed, and the rest burned, the forfeited reward with it.
 *
 * @param end.appeal  `lost` may execute at once, `none` only when the time to appeal is over
 * @param end.reporter  account of the first valid report; null: the network found it itself
 * @param end.renter  the harmed renter with the harm in base units; null: nobody was harmed
 */
export const executeSlash = (
  slash: Slash,
  end: {
    readonly appeal: 'lost' | 'none';
    readonly now: number;
    readonly reporter: { readonly accountId: string } | null;
    readonly renter: { readonly accountId: string; readonly harm: BaseUnits } | null;
  },
): SlashMove => {
  if (slash.state.kind !== 'escrow') return { kind: 'refused', reason: 'NOT_IN_ESCROW' };
  if (end.appeal === 'none' && end.now < slash.appealUntil) return { kind: 'refused', reason: 'APPEAL_OPEN' };
  if (end.reporter !== null && slash.interestedIds.includes(end.reporter.accountId))
    return { kind: 'refused', reason: 'SELF_REPORT' };
  const bounty = end.reporter === null ? noCoins : smallerOf(bpsOf(slash.amount, partBps), mostBounty);
  const compensation = end.renter === null ? noCoins : compensationFor(slash, end.renter.harm);
  const use: SlashUse = {
    burn: inBaseUnits(escrowed(slash) - bounty - compensation),
    bounty,
    compensation,
    reporterId: end.reporter?.accountId ?? null,
    renterId: end.renter?.accountId ?? null,
  };
  return { kind: 'moved', slash: { ...slash, state: { kind: 'executed', use } } };
};
