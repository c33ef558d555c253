/**
 * Slashes from proposal to end: into escrow at once, appealed within the record's time, then returned or executed. The
 * rules decide who pays what; on a network without a committee the operator's word upholds an offence.
 */
import { randomUUID } from 'node:crypto';
import { slashTransfers } from '../../../shared/domain/ledger/slash-transfers.ts';
import { earlierCasesOf } from '../../../shared/domain/slashing/earlier-cases.ts';
import { type EarlierCases, noCases, type Offence, offenceBps } from '../../../shared/domain/slashing/offences.ts';
import { escrowed, executeSlash, returnSlash, type Slash, slashStake } from '../../../shared/domain/slashing/slash.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { post } from '../../store/ledger.ts';
import { keepPosition, readPosition } from '../../store/position.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

type Court = Pick<Network, 'db' | 'parameters' | 'records' | 'clock' | 'sessions'>;

/** Cases that count by offence; one that the device was never charged with is not in it. */
export const casesAgainst = async (
  trx: Trx,
  network: Pick<Court, 'parameters' | 'clock'>,
  deviceId: string,
): Promise<Partial<Record<Offence, EarlierCases>>> => {
  const rows = await trx
    .selectFrom('slashes')
    .select(['offence', 'at', 'state'])
    .where('deviceId', '=', deviceId)
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

/**
 * Takes a slash into escrow.
 *
 * @returns the slash; null when the offence's limit is reached or there is nothing to take
 */
export const proposeSlash = async (
  network: Court,
  charge: {
    readonly deviceId: string;
    readonly offence: Offence;
    readonly offenceAt: EpochMs;
    /** Kept with the slash and shown to the owner on request. */
    readonly evidence: unknown;
  },
): Promise<Slash | null> => {
  const { deviceId, offence, offenceAt, evidence } = charge;
  const slash = await inTransaction(network.db, async (trx) => {
    const device = await trx.selectFrom('devices').selectAll().where('id', '=', deviceId).executeTakeFirstOrThrow();
    // By the rules of the offence's own hour.
    const parameters = (await network.records.within(trx))(offenceAt);
    const bps = offenceBps(offence, (await casesAgainst(trx, network, deviceId))[offence] ?? noCases, parameters);
    if (bps === 0) return null;
    const before = await readPosition(trx, device);
    const decidedAt = network.clock.now();
    const taken = slashStake(
      before,
      {
        id: randomUUID(),
        offence,
        bps,
        offenceAt,
        decidedAt,
        // A closed hour is confirmed at once here, so nothing of it waits as an estimate.
        unpaid: [],
      },
      parameters,
    );
    if (escrowed(taken.slash) === 0n) return null;
    const { id } = taken.slash;
    for (const each of slashTransfers(taken.slash)) await post(trx, each, { deviceId, epoch: null, at: decidedAt });
    await keepPosition(trx, before, taken.position, decidedAt);
    await trx
      .insertInto('slashes')
      .values({
        id,
        deviceId,
        offence,
        at: decidedAt,
        appealUntil: taken.slash.appealUntil,
        state: 'escrow',
        evidence: exactJson(evidence),
        record: exactJson(taken.slash),
      })
      .execute();
    return taken.slash;
  });
  if (slash !== null) network.sessions.reach(deviceId, { kind: 'slashed', slashId: slash.id });
  return slash;
};

const readSlash = async (trx: Trx, slashId: string): Promise<Slash> => {
  const row = await trx.selectFrom('slashes').select('record').where('id', '=', slashId).executeTakeFirstOrThrow();
  return readExactJson<Slash>(row.record);
};

const keepSlash = (trx: Trx, slash: Slash): Promise<unknown> =>
  trx
    .updateTable('slashes')
    .set({ state: slash.state.kind, record: exactJson(slash) })
    .where('id', '=', slash.id)
    .execute();

/** The appeal was won: everything goes back to where it was. @returns false when the slash is no longer in escrow */
export const giveBack = (network: Court, slashId: string): Promise<boolean> =>
  inTransaction(network.db, async (trx) => {
    const slash = await readSlash(trx, slashId);
    const device = await trx
      .selectFrom('devices')
      .selectAll()
      .where('id', '=', slash.deviceId)
      .executeTakeFirstOrThrow();
    const before = await readPosition(trx, device);
    const move = returnSlash(slash, before);
    if (move.kind === 'refused') return false;
    const now = network.clock.now();
    for (const each of slashTransfers(move.slash))
      await post(trx, each, { deviceId: slash.deviceId, epoch: null, at: now });
    await keepPosition(trx, before, move.position, now);
    await keepSlash(trx, move.slash);
    return true;
  });

const execute = (network: Court, slashId: string, appeal: 'lost' | 'none'): Promise<boolean> =>
  inTransaction(network.db, async (trx) => {
    const slash = await readSlash(trx, slashId);
    const now = network.clock.now();
    const move = executeSlash(slash, { appeal, now, reporter: null, renter: null });
    if (move.kind === 'refused') return false;
    for (const each of slashTransfers(move.slash))
      await post(trx, each, { deviceId: slash.deviceId, epoch: null, at: now });
    await keepSlash(trx, move.slash);
    return true;
  });

/** The appeal was lost. @returns false when the slash is no longer in escrow */
export const executeLost = (network: Court, slashId: string): Promise<boolean> => execute(network, slashId, 'lost');

/** Executes every slash whose time to appeal is over. */
export const executeUnappealed = async (network: Court): Promise<void> => {
  const due = await network.db
    .selectFrom('slashes')
    .select('id')
    .where('state', '=', 'escrow')
    .where('appealUntil', '<=', network.clock.now())
    .execute();
  for (const { id } of due) await execute(network, id, 'none');
};
