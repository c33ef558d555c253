/**
 * Slashes from proposal to end: into escrow at once, appealed within the record's time, then returned or executed. The
 * rules decide who pays what; whether an offence is upheld was decided before it comes here.
 */
import { randomUUID } from 'node:crypto';
import { confirmTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import { slashTransfers } from '../../../shared/domain/ledger/slash-transfers.ts';
import { earlierCasesOf } from '../../../shared/domain/slashing/earlier-cases.ts';
import { type EarlierCases, noCases, type Offence, offenceBps } from '../../../shared/domain/slashing/offences.ts';
import { escrowed, executeSlash, returnSlash, type Slash, slashStake } from '../../../shared/domain/slashing/slash.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { post } from '../../store/ledger.ts';
import type { Evidence } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { openOutbox } from '../webhooks/outbox.ts';
import { recordInForce } from './record-in-force.ts';
import { keepStake, readStake, type Staked, stakedDevice, stakedOf, stakedValidator } from './staked.ts';

type Judge = Pick<Network, 'parameters' | 'records' | 'clock'>;
type Court = Judge & Pick<Network, 'db' | 'sessions'>;

interface Accusation {
  readonly offence: Offence;
  readonly offenceAt: EpochMs;
  /** Kept with the slash for its owner, and for whoever judges the appeal. */
  readonly evidence: readonly Evidence[];
  /** Names what happened: the second charge of the same is none. Left out: the caller sees to that. */
  readonly cause?: string;
  /** Account of the first valid report. */
  readonly reporterId?: string;
  /** Who was harmed, and by how much. */
  readonly renter?: { readonly accountId: string; readonly harm: BaseUnits };
}

export interface Charge extends Accusation {
  readonly deviceId: string;
}

/** Cases that count by offence, of a device or a validator; one that it was never charged with is not in it. */
export const casesAgainst = async (
  trx: Trx,
  network: Pick<Network, 'parameters' | 'clock'>,
  id: string,
): Promise<Partial<Record<Offence, EarlierCases>>> => {
  const rows = await trx
    .selectFrom('slashes')
    .select(['offence', 'at', 'state'])
    .where(({ eb, or }) => or([eb('deviceId', '=', id), eb('validatorId', '=', id)]))
    .execute();
  const cases = rows.map((row) => ({ ...row, state: { kind: row.state } }));
  const now = network.clock.now();
  return Object.fromEntries(
    [...new Set(rows.map(({ offence }) => offence))].map((offence) => [
      offence,
      earlierCasesOf(cases, offence, now, network.parameters),
    ]),
  );
};

const isCharged = async (trx: Trx, cause: string): Promise<boolean> =>
  (await trx.selectFrom('slashes').select('id').where('cause', '=', cause).executeTakeFirst()) !== undefined;

const charge = async (trx: Trx, network: Judge, staked: Staked, accusation: Accusation): Promise<Slash | null> => {
  const { offence, offenceAt, evidence, cause } = accusation;
  if (cause !== undefined && (await isCharged(trx, cause))) return null;
  const { parameters, unpaidEpoch } = await recordInForce(trx, network, offenceAt);
  const bps = offenceBps(offence, (await casesAgainst(trx, network, staked.id))[offence] ?? noCases, parameters);
  if (bps === 0) return null;
  const deviceId = staked.kind === 'device' ? staked.id : null;
  const before = await readStake(trx, staked);
  const decidedAt = network.clock.now();
  const taken = slashStake(
    before,
    // What the hour will have paid is forfeited when it closes.
    { id: randomUUID(), offence, bps, offenceAt, decidedAt, unpaid: [] },
    parameters,
  );
  const { slash } = taken;
  if (escrowed(slash) === 0n) return null;
  for (const each of slashTransfers(slash)) await post(trx, each, { deviceId, epoch: null, at: decidedAt });
  await keepStake(trx, staked, before, taken.position, decidedAt);
  const isOutside = (accountId: string | undefined): boolean =>
    accountId !== undefined && !slash.interestedIds.includes(accountId);
  const renter = isOutside(accusation.renter?.accountId) ? accusation.renter : undefined;
  await trx
    .insertInto('slashes')
    .values({
      id: slash.id,
      deviceId,
      validatorId: deviceId === null ? staked.id : null,
      offence,
      at: decidedAt,
      appealUntil: slash.appealUntil,
      state: 'escrow',
      evidence: JSON.stringify(evidence),
      record: exactJson(slash),
      cause: cause ?? null,
      offenceAt,
      // A validator's hour pays it nothing that could be held back.
      offenceEpoch: deviceId === null ? null : unpaidEpoch,
      reporterId: isOutside(accusation.reporterId) ? (accusation.reporterId ?? null) : null,
      renterId: renter?.accountId ?? null,
      harm: renter?.harm ?? null,
    })
    .execute();
  const tell = await openOutbox(trx, 'slash_proposed');
  const facts = { slashId: slash.id, offence, amount: String(slash.amount), appealUntil: slash.appealUntil };
  await tell({ accountId: staked.accountId, deviceId: staked.id, facts, at: decidedAt });
  return slash;
};

/**
 * Takes a slash into escrow, judged by the record in force at the offence. Nobody with a stake in the device is paid for
 * it, as reporter or as renter.
 *
 * @returns the slash, of which its device is to be told; null when its cause was charged before, the offence's limit is
 *   reached, or there is nothing to take
 */
export const chargeDevice = async (
  trx: Trx,
  network: Judge,
  { deviceId, ...accusation }: Charge,
): Promise<Slash | null> => charge(trx, network, await stakedDevice(trx, deviceId), accusation);

/** As `chargeDevice`, from the stake of a validator, for what is a validator's own offence. */
export const chargeValidator = async (
  trx: Trx,
  network: Judge,
  validatorId: string,
  accusation: Accusation & { readonly offence: 'O8' },
): Promise<Slash | null> => charge(trx, network, await stakedValidator(trx, validatorId), accusation);

/** As `chargeDevice`, in a transaction of its own, and the device is told. */
export const proposeSlash = async (network: Court, asked: Charge): Promise<Slash | null> => {
  const slash = await inTransaction(network.db, (trx) => chargeDevice(trx, network, asked));
  if (slash !== null) network.sessions.reach(slash.deviceId, { kind: 'slashed', slashId: slash.id });
  return slash;
};

const readSlash = async (trx: Trx, slashId: string) => {
  const row = await trx
    .selectFrom('slashes')
    .select(['deviceId', 'validatorId', 'record', 'offenceEpoch', 'reporterId', 'renterId', 'harm'])
    .where('id', '=', slashId)
    .executeTakeFirstOrThrow();
  return { ...row, slash: readExactJson<Slash>(row.record) };
};

/** Writes the slash as the rules have it. */
export const keepSlash = (trx: Trx, slash: Slash): Promise<unknown> =>
  trx
    .updateTable('slashes')
    .set({ state: slash.state.kind, record: exactJson(slash) })
    .where('id', '=', slash.id)
    .execute();

/** A reward that was held back is the holders' now, as it would have been when its hour closed. */
const confirmHeld = async (trx: Trx, { deviceId, forfeited }: Slash, epoch: number, at: EpochMs): Promise<void> => {
  for (const { holderId, amount } of forfeited) {
    const confirmed = confirmTransfer({ deviceId, holderId, reference: String(epoch), amount });
    await post(trx, confirmed, { deviceId, epoch, at });
  }
};

/** The appeal was won: everything goes back to where it was. @returns false when the slash is no longer in escrow */
export const returnToHolders = async (
  trx: Trx,
  { clock }: Pick<Network, 'clock'>,
  slashId: string,
): Promise<boolean> => {
  const row = await readSlash(trx, slashId);
  const { slash, deviceId, offenceEpoch } = row;
  const staked = await stakedOf(trx, row);
  const before = await readStake(trx, staked);
  const move = returnSlash(slash, before);
  if (move.kind === 'refused') return false;
  const now = clock.now();
  for (const each of slashTransfers(move.slash)) await post(trx, each, { deviceId, epoch: null, at: now });
  if (offenceEpoch !== null) await confirmHeld(trx, move.slash, offenceEpoch, now);
  await keepStake(trx, staked, before, move.position, now);
  await keepSlash(trx, move.slash);
  return true;
};

/**
 * Burns a slash, with the bounty and the compensation that it owes.
 *
 * @param appeal  `lost`: at once; `none`: only when the time to appeal is over
 * @returns false when it is no longer in escrow, or its time to appeal still runs
 */
export const executeIn = async (
  trx: Trx,
  { clock }: Pick<Network, 'clock'>,
  slashId: string,
  appeal: 'lost' | 'none',
): Promise<boolean> => {
  const { slash, deviceId, reporterId, renterId, harm } = await readSlash(trx, slashId);
  const now = clock.now();
  const move = executeSlash(slash, {
    appeal,
    now,
    reporter: reporterId === null ? null : { accountId: reporterId },
    renter: renterId === null ? null : { accountId: renterId, harm: inBaseUnits(harm ?? 0n) },
  });
  if (move.kind === 'refused') return false;
  for (const each of slashTransfers(move.slash)) await post(trx, each, { deviceId, epoch: null, at: now });
  await keepSlash(trx, move.slash);
  return true;
};

/** As `returnToHolders`, in a transaction of its own. */
export const giveBack = (network: Pick<Network, 'db' | 'clock'>, slashId: string): Promise<boolean> =>
  inTransaction(network.db, (trx) => returnToHolders(trx, network, slashId));

/** The appeal was lost. @returns false when the slash is no longer in escrow */
export const executeLost = (network: Pick<Network, 'db' | 'clock'>, slashId: string): Promise<boolean> =>
  inTransaction(network.db, (trx) => executeIn(trx, network, slashId, 'lost'));

/** Executes every slash whose time to appeal is over and that nobody has appealed. */
export const executeUnappealed = async (network: Pick<Network, 'db' | 'clock'>): Promise<void> => {
  const due = await network.db
    .selectFrom('slashes')
    .select('id')
    .where('state', '=', 'escrow')
    .where('appealUntil', '<=', network.clock.now())
    .execute();
  for (const { id } of due)
    await inTransaction(network.db, async (trx) => {
      const appeal = await trx.selectFrom('appeals').select('id').where('slashId', '=', id).executeTakeFirst();
      if (appeal === undefined) await executeIn(trx, network, id, 'none');
    });
};
