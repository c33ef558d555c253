/**
 * The ledger as one account's: every posting to coins that are its own, in wallet, earnings, stake and cooling, across all
 * devices. It reads; the ledger itself is in ledger.ts.
 */
import { type SqlBool, sql } from 'kysely';
import type { Trx } from './transaction.ts';

/** A cooling entry's account names the entry, so whose it is stands in the cooling table. */
const isOfEntry = sql<SqlBool>`postings.account = 'device:' || cooling.device_id || ':cooling:' || cooling.id`;

const named = (trx: Trx, accountId: string) =>
  trx.selectFrom('postings').select(['transferId', 'account', 'amount']).where('holderId', '=', accountId);

const cooling = (trx: Trx, accountId: string) =>
  trx
    .selectFrom('cooling')
    .innerJoin('postings', (join) => join.on(isOfEntry))
    .select(['postings.transferId', 'postings.account', 'postings.amount'])
    .where('cooling.holderId', '=', accountId);

export interface OwnPosting {
  readonly transferId: number;
  readonly account: string;
  readonly amount: bigint;
}

/**
 * Ids of the newest transfers that touched the account, newest first.
 *
 * @param before  only transfers below this id
 */
export const ownTransfers = async (
  trx: Trx,
  accountId: string,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<number[]> => {
  const newest = async (postings: ReturnType<typeof named>): Promise<number[]> => {
    const rows = await trx
      .selectFrom(postings.as('own'))
      .select('own.transferId')
      .where('own.transferId', '<', before)
      .distinct()
      .orderBy('own.transferId', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ transferId }) => transferId);
  };
  const ids = new Set([...(await newest(named(trx, accountId))), ...(await newest(cooling(trx, accountId)))]);
  return [...ids].toSorted((left, right) => right - left).slice(0, limit);
};

/** The account's postings of some transfers. */
export const ownPostings = async (
  trx: Trx,
  accountId: string,
  transferIds: readonly number[],
): Promise<OwnPosting[]> =>
  transferIds.length === 0
    ? []
    : trx
        .selectFrom(named(trx, accountId).unionAll(cooling(trx, accountId)).as('own'))
        .selectAll('own')
        .where('own.transferId', 'in', transferIds)
        .execute();

/** What each kind of transfer ever added to each place of the account's coins, such as `stake` of `compound`. */
export const ownSums = (trx: Trx, accountId: string) =>
  trx
    .selectFrom(named(trx, accountId).unionAll(cooling(trx, accountId)).as('own'))
    .innerJoin('transfers', 'transfers.id', 'own.transferId')
    .select(({ fn }) => [
      'transfers.kind',
      sql<string>`case when own.account like 'wallet:%' then 'wallet' else split_part(own.account, ':', 3) end`.as(
        'place',
      ),
      fn.sum<bigint>('own.amount').as('sum'),
    ])
    .groupBy(['transfers.kind', 'place'])
    .execute();
