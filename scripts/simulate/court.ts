/** Offences to their end: taken into escrow, appealed, returned or executed. Who is guilty is known here, and drawn upon. */
import { slashTransfers } from '../../shared/domain/ledger/slash-transfers.ts';
import { earlierCasesOf } from '../../shared/domain/slashing/earlier-cases.ts';
import { type Offence, offenceBps } from '../../shared/domain/slashing/offences.ts';
import {
  escrowed,
  executeSlash,
  type Forfeit,
  returnSlash,
  type Slash,
  slashStake,
} from '../../shared/domain/slashing/slash.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../shared/units/money.ts';
import { type Hour, hourOf } from './calendar.ts';
import type { Device } from './device.ts';
import { type Case, type Economy, estimatesOf, nextMove, postAll, tallyOf } from './economy.ts';
import { appealHours, appealsPerMillion, appealWonPerMillion, reportedPerMillion } from './habits.ts';

export interface Charge {
  readonly device: Device;
  readonly offence: Offence;
  /** Number of the hour in which it happened. */
  readonly offenceHour: number;
  readonly isGuilty: boolean;
  readonly renter: Case['renter'];
  /** Somebody may have reported it before the network found it. */
  readonly isReportable: boolean;
}

/** Takes what the offending hour would have paid, where that is an estimate yet. */
const takeUnpaid = (economy: Economy, { device, offenceHour }: Charge): Forfeit[] => {
  const amounts = new Map<string, BaseUnits>();
  for (const estimate of economy.estimates.get(offenceHour) ?? []) {
    if (estimate.device !== device || estimate.amount === 0n) continue;
    amounts.set(estimate.holderId, inBaseUnits((amounts.get(estimate.holderId) ?? 0n) + estimate.amount));
    estimate.amount = noCoins;
  }
  return [...amounts].map(([holderId, amount]) => ({ holderId, amount }));
};

/** Adds to what everybody lost by it, or with −1 takes off what came back. */
const keepLosses = (economy: Economy, { cuts, forfeited }: Slash, device: Device, sign: 1n | -1n): void => {
  for (const { holderId, amount } of [...cuts, ...forfeited]) {
    const tally = tallyOf(economy, holderId);
    if (tally !== null) tally.taken += sign * amount;
    device.machine.taken += sign * amount;
  }
};

/** Who reported it first: a friend of the caught, a stranger, or nobody. */
const reporterOf = (
  { options, operators, random }: Economy,
  slash: Slash,
  { device, isReportable }: Charge,
): string | null => {
  if (!isReportable) return null;
  const { operator } = device.machine;
  const when = device.slashes.length;
  if (operator.way === 'reporters' && options.allowed.colluding) {
    const friend = operator.accounts.find(({ id }) => !slash.interestedIds.includes(id));
    if (friend !== undefined) return friend.id;
  }
  if (!random.happens(reportedPerMillion, 'report', device.stream, when)) return null;
  const honest = operators.filter(({ way }) => way === 'honest');
  return honest[random.below(Math.max(1, honest.length), 'reporter', device.stream, when)]?.accounts[0]?.id ?? null;
};

const openCase = (economy: Economy, hour: Hour, slash: Slash, charge: Charge): void => {
  const { device, isGuilty, renter } = charge;
  const { random, openCases } = economy;
  const index = device.slashes.length;
  const side = isGuilty ? 'guilty' : 'innocent';
  const isAppealed = random.happens(appealsPerMillion[side], 'appeal', device.stream, index);
  const after = random.between(...appealHours, 'appeal_length', device.stream, index);
  openCases.push({
    slash,
    device,
    index,
    decidedAt: isAppealed ? hour.number + after : null,
    isWon: random.happens(appealWonPerMillion[side], 'appeal_won', device.stream, index),
    reporterId: reporterOf(economy, slash, charge),
    renter,
  });
  device.slashes.push(slash);
};

/** Takes a slash into escrow, unless the offence's limit is reached or there is nothing to take. */
export const charge = (economy: Economy, hour: Hour, charged: Charge): void => {
  const { parameters, trace } = economy;
  const { device, offence, offenceHour } = charged;
  const bps = offenceBps(offence, earlierCasesOf(device.slashes, offence, hour.endsAt, parameters), parameters);
  if (bps === 0) return;
  const before = device.position;
  const offenceAt = hourOf(offenceHour, parameters).startsAt;
  const verdict = { id: nextMove(economy, device), offence, bps, offenceAt, decidedAt: hour.endsAt };
  const { slash, position } = slashStake(before, { ...verdict, unpaid: takeUnpaid(economy, charged) }, parameters);
  if (escrowed(slash) === 0n) return;
  device.position = position;
  postAll(economy, slashTransfers(slash));
  keepLosses(economy, slash, device, 1n);
  trace.slashed.push({ slash, before, after: position, offenceAt });
  openCase(economy, hour, slash, charged);
};

const giveBack = (economy: Economy, hour: Hour, { slash, device }: Case): Slash => {
  const move = returnSlash(slash, device.position);
  if (move.kind === 'refused') throw new RangeError(`slash ${slash.id} is not returned: ${move.reason}`);
  device.position = move.position;
  keepLosses(economy, slash, device, -1n);
  for (const { holderId, amount } of slash.forfeited)
    estimatesOf(economy, hour.number).push({ device, holderId, amount });
  return move.slash;
};

const execute = (economy: Economy, hour: Hour, { slash, reporterId, renter }: Case, appeal: 'lost' | 'none'): Slash => {
  const reporter = reporterId === null ? null : { accountId: reporterId };
  const move = executeSlash(slash, { appeal, now: hour.endsAt, reporter, renter });
  if (move.kind === 'refused') throw new RangeError(`slash ${slash.id} is not executed: ${move.reason}`);
  if (move.slash.state.kind === 'executed' && reporterId !== null) {
    const tally = tallyOf(economy, reporterId);
    if (tally !== null) tally.bounties += move.slash.state.use.bounty;
  }
  return move.slash;
};

const endOf = (economy: Economy, hour: Hour, open: Case): Slash | null => {
  if (open.decidedAt !== null && open.decidedAt <= hour.number)
    return open.isWon ? giveBack(economy, hour, open) : execute(economy, hour, open, 'lost');
  return hour.endsAt >= open.slash.appealUntil ? execute(economy, hour, open, 'none') : null;
};

/** Ends every case whose appeal is decided, or that nobody appealed in time. */
export const endCases = (economy: Economy, hour: Hour): void => {
  economy.openCases = economy.openCases.filter((open) => {
    const ended = endOf(economy, hour, open);
    if (ended === null) return true;
    postAll(economy, slashTransfers(ended));
    open.device.slashes[open.index] = ended;
    economy.trace.ended.push(ended);
    return false;
  });
};
