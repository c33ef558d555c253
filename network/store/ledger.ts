/**
 * The double-entry ledger on disk: takes the transfers that the rules build, each at most once by its key. Nothing is
 * ever changed or taken back; a reversal is a transfer of its own.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { type RawBuilder, sql } from 'kysely';
import type { Account } from '../../shared/domain/ledger/account.ts';
import type { Transfer } from '../../shared/domain/ledger/posting.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { inChunks } from './chunks.ts';
import { givenRows } from './rows.ts';
import { notePostings, type Trx } from './transaction.ts';

/** Whom a transfer is shown to, and under which hour and moment. */
export interface TransferAbout {
  readonly deviceId: string | null;
  readonly epoch: number | null;
  readonly at: EpochMs;
}

/** A transfer, and whom it is shown to. */
export interface Posting {
  readonly transfer: Transfer;
  readonly about: TransferAbout;
}

/** Transfers of one statement, few enough that the text of it stays small. */
const transfersAtOnce = 2_000;

const transferColumns = {
  key: 'text',
  kind: 'text',
  device: 'text',
  epoch: 'int8',
  reference: 'text',
  at: 'int8',
};

/** @returns ids by key of those that were not there yet */
const insertTransfers = async (trx: Trx, given: RawBuilder<unknown>): Promise<Map<string, number>> => {
  const { rows } = await sql<{ id: number; key: string }>`
    insert into transfers (idempotency_key, kind, device_id, epoch, reference, at)
    select key, kind, device, epoch, reference, at from ${given}
    on conflict (idempotency_key) do nothing returning id, idempotency_key as key`.execute(trx);
  return new Map(rows.map(({ id, key }) => [key, id]));
};

const insertPostings = (trx: Trx, entries: readonly { id: number; account: string; amount: string }[]) =>
  sql`insert into postings (transfer_id, account, amount)
    select id, account, amount from ${givenRows(entries, { id: 'int8', account: 'text', amount: 'numeric' })}`.execute(
    trx,
  );

/**
 * Posts many transfers, in their order; their keys must be distinct. They may be built as they are taken: that happens
 * while the database is busy with those before.
 *
 * @returns those that moved something now: neither empty, nor with a key that was there already
 */
export const postAll = async <Each extends Posting>(trx: Trx, all: Iterable<Each>): Promise<Each[]> => {
  const posted: Each[] = [];
  const moving = Iterator.from(all).filter(({ transfer }) => transfer.entries.length > 0);
  let writing: Promise<unknown> = Promise.resolve();
  for (const some of inChunks(moving, transfersAtOnce)) {
    const rows = some.map(({ transfer: { idempotencyKey, kind, reference }, about: { deviceId, epoch, at } }) => ({
      ...{ key: idempotencyKey, kind, device: deviceId, epoch, reference, at },
    }));
    // Written out while the database is busy with the part before.
    const given = givenRows(rows, transferColumns);
    await writing;
    const idOf = await insertTransfers(trx, given);
    const fresh = some.filter(({ transfer }) => idOf.has(transfer.idempotencyKey));
    const entries = fresh.flatMap(({ transfer }) => {
      const id = idOf.get(transfer.idempotencyKey) ?? 0;
      return transfer.entries.map(({ account, amount }) => ({ id, account, amount: String(amount) }));
    });
    if (entries.length === 0) continue;
    writing = insertPostings(trx, entries);
    writing.catch(() => undefined);
    // They are on their way before what comes next is built.
    await turn();
    notePostings(trx, entries.length);
    for (const each of fresh) posted.push(each);
  }
  await writing;
  return posted;
};

/** @returns false when the key was there already, or nothing would move */
export const post = async (trx: Trx, transfer: Transfer, about: TransferAbout): Promise<boolean> =>
  (await postAll(trx, [{ transfer, about }])).length === 1;

/** @returns what an account holds; 0 when nothing was ever posted to it */
export const balanceOf = async (trx: Trx, account: Account): Promise<BaseUnits> => {
  const row = await trx.selectFrom('balances').select('amount').where('account', '=', account).executeTakeFirst();
  return inBaseUnits(row?.amount ?? 0n);
};

/** @returns what each account holds; one that nothing was ever posted to is not in it */
export const balancesOf = async (trx: Trx, accounts: readonly Account[]): Promise<Map<string, BaseUnits>> => {
  const rows = await trx
    .selectFrom('balances')
    .select(['account', 'amount'])
    .where('account', 'in', accounts)
    .execute();
  return new Map(rows.map(({ account, amount }) => [account, inBaseUnits(amount)]));
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
