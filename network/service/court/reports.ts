/**
 * Reports of frauds: a bond is held with each until it is decided, the first valid one wins, and nobody reports a device
 * that they have a part in. It decides none.
 */
import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { FraudReport } from '../../../shared/contract/network/court.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { bondTransfer } from '../../../shared/domain/ledger/bond-transfers.ts';
import { blockStartsAt } from '../../../shared/domain/releases/block-id.ts';
import { type FraudClaim, mostOpenReports, reportBond } from '../../../shared/domain/slashing/report-bond.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { readExactJson } from '../../store/exact-json.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import type { CitedRow, ReportTable } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { relatedTo } from '../accounts/parties.ts';
import type { Network } from '../network.ts';
import { interestedIn } from './staked.ts';

export interface ReportRequest {
  readonly deviceId: string;
  readonly claim: FraudClaim;
  readonly rows: readonly CitedRow[];
  readonly text: string;
  readonly idempotencyKey: string;
}

export type ReportRefusal =
  | { readonly code: 'DEVICE_NOT_FOUND' | 'SELF_REPORT' }
  | { readonly code: 'ROWS_UNKNOWN'; readonly blockIds: readonly string[] }
  | { readonly code: 'TOO_MANY_REPORTS'; readonly most: number }
  | { readonly code: 'NOT_ENOUGH_COINS'; readonly needed: bigint; readonly available: bigint };

/** Of the blocks that are cited, those that are no closed hour in which the device has a row. */
const unknownBlocks = async (trx: Trx, deviceId: string, rows: readonly CitedRow[]): Promise<string[]> => {
  const blockIds = [...new Set(rows.map(({ blockId }) => blockId))];
  const starts = blockIds.map(blockStartsAt);
  const known = await trx
    .selectFrom('rewards')
    .innerJoin('epochs', 'epochs.number', 'rewards.epoch')
    .select('startsAt')
    .where('deviceId', '=', deviceId)
    .where('step', '=', 'closed')
    .where(
      'startsAt',
      'in',
      starts.map((at) => at ?? -1),
    )
    .execute();
  const found = new Set(known.map(({ startsAt }) => startsAt));
  return blockIds.filter((_, index) => !found.has(starts[index] ?? -1));
};

const refusalOf = async (trx: Trx, reporterId: string, asked: ReportRequest): Promise<ReportRefusal | null> => {
  const { deviceId, rows } = asked;
  const device = await trx
    .selectFrom('devices')
    .select(['id', 'accountId'])
    .where('id', '=', deviceId)
    .executeTakeFirst();
  if (device === undefined) return { code: 'DEVICE_NOT_FOUND' };
  const related = await relatedTo(trx, [reporterId], await interestedIn(trx, { kind: 'device', ...device }));
  if (related.has(reporterId)) return { code: 'SELF_REPORT' };
  const blockIds = await unknownBlocks(trx, deviceId, rows);
  if (blockIds.length > 0) return { code: 'ROWS_UNKNOWN', blockIds };
  const { count } = await trx
    .selectFrom('reports')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('reporterId', '=', reporterId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  if (Number(count) >= mostOpenReports) return { code: 'TOO_MANY_REPORTS', most: mostOpenReports };
  const available = await balanceOf(trx, wallet(reporterId));
  return available < reportBond ? { code: 'NOT_ENOUGH_COINS', needed: reportBond, available } : null;
};

/** @returns the report's id, of now or of the first time under this key; or the refusal */
export const fileReport = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  reporterId: string,
  asked: ReportRequest,
): Promise<string | ReportRefusal> =>
  inTransaction(db, async (trx) => {
    const { deviceId, claim, rows, text, idempotencyKey } = asked;
    const filed = await trx
      .selectFrom('reports')
      .select('id')
      .where('reporterId', '=', reporterId)
      .where('idempotencyKey', '=', idempotencyKey)
      .executeTakeFirst();
    if (filed !== undefined) return filed.id;
    const refusal = await refusalOf(trx, reporterId, asked);
    if (refusal !== null) return refusal;
    const id = randomUUID();
    const at = clock.now();
    await post(trx, bondTransfer({ reportId: id, reporterId }), { deviceId: null, epoch: null, at });
    await trx
      .insertInto('reports')
      .values({
        ...{ id, reporterId, reviewId: null, deviceId, claim, text, cited: JSON.stringify(rows), at, idempotencyKey },
        ...{ state: 'open', decidedAt: null, decidedBy: null, reason: null, slashId: null },
      })
      .execute();
    return id;
  });

/** What the slash that it led to has paid for it; null before that, and where nothing is. */
const bountyOf = async (trx: Trx, { slashId }: Pick<ReportTable, 'slashId'>): Promise<bigint | null> => {
  if (slashId === null) return null;
  const { record } = await trx
    .selectFrom('slashes')
    .select('record')
    .where('id', '=', slashId)
    .executeTakeFirstOrThrow();
  const { state } = readExactJson<Slash>(record);
  return state.kind === 'executed' && state.use.reporterId !== null ? state.use.bounty : null;
};

const view = async (trx: Trx, report: Selectable<ReportTable>): Promise<FraudReport> => {
  const { id, deviceId, claim, text, cited, at, state, decidedAt, decidedBy, reason } = report;
  const bounty = await bountyOf(trx, report);
  return {
    ...{ id, deviceId, claim, text, rows: cited, at, state, decidedAt, decidedBy, reason },
    bond: reportBond.toString(),
    bounty: bounty?.toString() ?? null,
  };
};

/** An account's own, newest first. @param reportId  only this one */
export const reportsOf = (
  { db }: Pick<Network, 'db'>,
  accountId: string,
  reportId: string | null = null,
): Promise<FraudReport[]> =>
  inTransaction(db, async (trx) => {
    const rows = await trx
      .selectFrom('reports')
      .selectAll()
      .where('reporterId', '=', accountId)
      .$if(reportId !== null, (query) => query.where('id', '=', reportId ?? ''))
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(500)
      .execute();
    const reports: FraudReport[] = [];
    for (const row of rows) reports.push(await view(trx, row));
    return reports;
  });
