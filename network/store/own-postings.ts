/**
 * The ledger as one account's: every posting to coins that are its own, in wallet, earnings, stake and cooling, across all
 * devices and its validator. It reads; the ledger itself is in ledger.ts.
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

/** Whose a validator's stake is stands with the validator. */
const isOfStake = sql<SqlBool>`postings.account = 'validator:' || validators.id || ':stake'`;
const isOfValidatorEntry = sql<SqlBool>`postings.account
  = 'validator:' || validator_cooling.validator_id || ':cooling:' || validator_cooling.id`;

const validating = (trx: Trx, accountId: string) =>
  trx
    .selectFrom('validators')
    .innerJoin('postings', (join) => join.on(isOfStake))
    .select(['postings.transferId', 'postings.account', 'postings.amount'])
    .where('validators.accountId', '=', accountId);

const validatorsCooling = (trx: Trx, accountId: string) =>
  trx
    .selectFrom('validatorCooling')
    .innerJoin('validators', 'validators.id', 'validatorCooling.validatorId')
    .innerJoin('postings', (join) => join.on(isOfValidatorEntry))
    .select(['postings.transferId', 'postings.account', 'postings.amount'])
    .where('validators.accountId', '=', accountId);

const sourcesOf = [named, cooling, validating, validatorsCooling];

const all = (trx: Trx, accountId: string) =>
  named(trx, accountId)
    .unionAll(cooling(trx, accountId))
    .unionAll(validating(trx, accountId))
    .unionAll(validatorsCooling(trx, accountId));

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
  const ids = new Set<number>();
  for (const source of sourcesOf) for (const id of await newest(source(trx, accountId))) ids.add(id);
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
        .selectFrom(all(trx, accountId).as('own'))
        .selectAll('own')
        .where('own.transferId', 'in', transferIds)
        .execute();

/** What each kind of transfer ever added to each place of the account's coins, such as `stake` of `compound`. */
export const ownSums = (trx: Trx, accountId: string) =>
  trx
    .selectFrom(all(trx, accountId).as('own'))
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
