/** Deeds as they were done: written once under their own id, never changed. What they are worth is the rules' to say. */
import type { Selectable } from 'kysely';
import type { Deed } from '../../../shared/domain/astronaut/points.ts';
import type { DeedTable } from '../../store/tables/astronaut.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

/** @returns false when a deed of this id was there already */
export const creditDeed = async (trx: Trx, accountId: string, { id, at, kind, ...facts }: Deed): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('deeds')
    .values({ id, accountId, kind, at, facts: JSON.stringify(facts) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

const asDeed = ({ id, at, kind, facts }: Selectable<DeedTable>): Deed => ({ ...facts, id, at, kind }) as Deed;

/** Of one account, the newest first. */
export const deedsOf = async (db: Network['db'] | Trx, accountId: string): Promise<Deed[]> => {
  const deeds = db.selectFrom('deeds').selectAll().where('accountId', '=', accountId);
  return (await deeds.orderBy('at', 'desc').orderBy('id').execute()).map(asDeed);
};

/** Of everybody who has any, by account. */
export const deedsOfAll = async (db: Network['db'] | Trx): Promise<Map<string, Deed[]>> => {
  const rows = await db.selectFrom('deeds').selectAll().execute();
  return new Map(
    [...Map.groupBy(rows, ({ accountId }) => accountId)].map(([accountId, own]) => [accountId, own.map(asDeed)]),
  );
};
