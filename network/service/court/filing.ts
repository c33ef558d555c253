/**
 * How an accusation is filed, a report of a fraud or a renter's complaint: once for each key of whoever makes it, with a
 * bond that is held until it is decided, and by nobody who has a part in the device. It judges none.
 */
import { randomUUID } from 'node:crypto';
import type { ORPCErrorConstructorMap } from '@orpc/server';
import type { filingErrors } from '../../../shared/contract/network/court-reports.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { bondTransfer } from '../../../shared/domain/ledger/bond-transfers.ts';
import type { ReportClaim } from '../../../shared/domain/slashing/claims.ts';
import { mostOpenReports, reportBond } from '../../../shared/domain/slashing/report-bond.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import type { CitedRow, JobLine } from '../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { relatedTo } from '../accounts/parties.ts';
import type { Network } from '../network.ts';
import { interestedIn } from './staked.ts';

/** What is written down of it. */
export interface Filing {
  readonly deviceId: string;
  readonly claim: ReportClaim;
  readonly text: string;
  readonly cited: readonly CitedRow[];
  /** Of a complaint. */
  readonly of: { readonly leaseId: string; readonly lines: readonly JobLine[] } | null;
}

export type FilingRefusal =
  | { readonly code: 'SELF_REPORT' }
  | { readonly code: 'TOO_MANY_REPORTS'; readonly most: number }
  | { readonly code: 'NOT_ENOUGH_COINS'; readonly needed: bigint; readonly available: bigint };

/** Whether the account owns or supports the device, or is one hand with somebody who does. */
export const hasPartIn = async (
  trx: Trx,
  accountId: string,
  device: { readonly id: string; readonly accountId: string },
): Promise<boolean> =>
  (await relatedTo(trx, [accountId], await interestedIn(trx, { kind: 'device', ...device }))).has(accountId);

/** As the contract of whoever files it says it. */
export const filingError = (errors: ORPCErrorConstructorMap<typeof filingErrors>, refusal: FilingRefusal) => {
  switch (refusal.code) {
    case 'SELF_REPORT':
      return errors.SELF_REPORT();
    case 'TOO_MANY_REPORTS':
      return errors.TOO_MANY_REPORTS({ data: { most: refusal.most } });
    case 'NOT_ENOUGH_COINS': {
      const { needed, available } = refusal;
      return errors.NOT_ENOUGH_COINS({ data: { needed: needed.toString(), available: available.toString() } });
    }
  }
};

const bondRefusal = async (trx: Trx, reporterId: string): Promise<FilingRefusal | null> => {
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

/**
 * @param look  what is to be written down, or why it cannot be
 * @returns the id, of now or of the first time under this key; or the refusal
 */
export const fileOnce = <Refusal extends { readonly code: string }>(
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  { reporterId, idempotencyKey }: { readonly reporterId: string; readonly idempotencyKey: string },
  look: (trx: Trx) => Promise<Filing | Refusal>,
): Promise<string | Refusal | FilingRefusal> =>
  inTransaction(db, async (trx) => {
    const filed = await trx
      .selectFrom('reports')
      .select('id')
      .where('reporterId', '=', reporterId)
      .where('idempotencyKey', '=', idempotencyKey)
      .executeTakeFirst();
    if (filed !== undefined) return filed.id;
    const seen = await look(trx);
    if ('code' in seen) return seen;
    const refusal = await bondRefusal(trx, reporterId);
    if (refusal !== null) return refusal;
    const id = randomUUID();
    const at = clock.now();
    const { deviceId, claim, text, cited, of } = seen;
    await post(trx, bondTransfer({ reportId: id, reporterId }), { deviceId: null, epoch: null, at });
    await trx
      .insertInto('reports')
      .values({
        ...{ id, reporterId, reviewId: null, deviceId, claim, text, cited: JSON.stringify(cited), at, idempotencyKey },
        ...{ leaseId: of?.leaseId ?? null, lines: of === null ? null : JSON.stringify(of.lines) },
        ...{ state: 'open', decidedAt: null, decidedBy: null, reason: null, slashId: null },
      })
      .execute();
    return id;
  });
