/**
 * Reports of frauds: each cites rows of published hours, and the first valid one wins. It decides none.
 */
import type { Selectable } from 'kysely';
import type { FraudReport } from '../../../shared/contract/network/court-reports.ts';
import { type FraudClaim, isBreach } from '../../../shared/domain/slashing/claims.ts';
import { reportBond } from '../../../shared/domain/slashing/report-bond.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { CitedRow, ReportTable } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { type Filing, type FilingRefusal, fileOnce, hasPartIn } from './filing.ts';

export interface ReportRequest {
  readonly deviceId: string;
  readonly claim: FraudClaim;
  readonly rows: readonly CitedRow[];
  readonly text: string;
  readonly idempotencyKey: string;
}

export type ReportRefusal =
  | FilingRefusal
  | { readonly code: 'DEVICE_NOT_FOUND' }
  | { readonly code: 'ROWS_UNKNOWN'; readonly blockIds: readonly string[] };

/** Of the blocks that are cited, those that were not published, or in which the line is not the device's. */
const unknownBlocks = async (trx: Trx, deviceId: string, cited: readonly CitedRow[]): Promise<string[]> => {
  const blockIds = [...new Set(cited.map(({ blockId }) => blockId))];
  const known = await trx
    .selectFrom('releases')
    .innerJoin('releaseRows', 'releaseRows.epoch', 'releases.epoch')
    .select(['blockId', 'row'])
    .where('blockId', 'in', blockIds)
    .where('deviceId', '=', deviceId)
    .execute();
  const isKnown = ({ blockId, row }: CitedRow): boolean =>
    known.some((each) => each.blockId === blockId && each.row === row);
  return blockIds.filter((id) => cited.some((each) => each.blockId === id && !isKnown(each)));
};

/** @returns the report's id, of now or of the first time under this key; or the refusal */
export const fileReport = (
  network: Pick<Network, 'db' | 'clock'>,
  reporterId: string,
  { deviceId, claim, rows, text, idempotencyKey }: ReportRequest,
): Promise<string | ReportRefusal> =>
  fileOnce(network, { reporterId, idempotencyKey }, async (trx): Promise<Filing | ReportRefusal> => {
    const device = await trx
      .selectFrom('devices')
      .select(['id', 'accountId'])
      .where('id', '=', deviceId)
      .executeTakeFirst();
    if (device === undefined) return { code: 'DEVICE_NOT_FOUND' };
    if (await hasPartIn(trx, reporterId, device)) return { code: 'SELF_REPORT' };
    const blockIds = await unknownBlocks(trx, deviceId, rows);
    return blockIds.length > 0 ? { code: 'ROWS_UNKNOWN', blockIds } : { deviceId, claim, text, cited: rows, of: null };
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

type ReportRow = Selectable<ReportTable>;

const isFraud = (report: ReportRow): report is ReportRow & { claim: FraudClaim } => !isBreach(report.claim);

const view = async (trx: Trx, report: ReportRow & { claim: FraudClaim }): Promise<FraudReport> => {
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
      .where('leaseId', 'is', null)
      .$if(reportId !== null, (query) => query.where('id', '=', reportId ?? ''))
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(500)
      .execute();
    const reports: FraudReport[] = [];
    for (const row of rows.filter(isFraud)) reports.push(await view(trx, row));
    return reports;
  });
