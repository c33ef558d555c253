/**
 * The double-entry ledger on disk: takes the transfers that the rules build, each at most once by its key. Nothing is
 * ever changed or taken back; a reversal is a transfer of its own.
 */
import type { Account } from '../../shared/domain/ledger/account.ts';
import type { Transfer } from '../../shared/domain/ledger/posting.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { notePostings, type Trx } from './transaction.ts';

/** Whom a transfer is shown to, and under which hour and moment. */
export interface TransferAbout {
  readonly deviceId: string | null;
  readonly epoch: number | null;
  readonly at: EpochMs;
}

/** @returns false when the key was there already, or nothing would move */
export const post = async (trx: Trx, transfer: Transfer, about: TransferAbout): Promise<boolean> => {
  if (transfer.entries.length === 0) return false;
  const { idempotencyKey, kind, reference } = transfer;
  const inserted = await trx
    .insertInto('transfers')
    .values({ idempotencyKey, kind, reference, ...about })
    .onConflict((conflict) => conflict.column('idempotencyKey').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  const transferId = inserted.id;
  await trx
    .insertInto('postings')
    .values(transfer.entries.map(({ account, amount }) => ({ transferId, account, amount })))
    .execute();
  notePostings(trx, transfer.entries.length);
  return true;
};

/** @returns what an account holds; 0 when nothing was ever posted to it */
export const balanceOf = async (trx: Trx, account: Account): Promise<BaseUnits> => {
  const row = await trx.selectFrom('balances').select('amount').where('account', '=', account).executeTakeFirst();
  return inBaseUnits(row?.amount ?? 0n);
};

/** @returns what each account holds; one that nothing was ever posted to is not in it */
export const balancesOf = async (trx: Trx, accounts: readonly Account[]): Promise<Map<string, BaseUnits>> => {
  const rows = await trx
    .selectFrom('postings')
    .select(({ fn }) => ['account', fn.sum<bigint>('amount').as('balance')])
    .where('account', 'in', accounts)
    .groupBy('account')
    .execute();
  return new Map(rows.map(({ account, balance }) => [account, inBaseUnits(balance)]));
};

/** Whether a transfer with this key was posted. */
export const wasPosted = async (trx: Trx, idempotencyKey: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('transfers')
    .select('id')
    .where('idempotencyKey', '=', idempotencyKey)
    .executeTakeFirst();
  return row !== undefined;
};
