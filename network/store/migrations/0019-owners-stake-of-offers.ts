/** What of the stake behind an offer is its owner's own: a loss takes that first, so a supporter looks for it. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

export const ownersStakeOfOffers = async (db: Kysely<Tables>): Promise<void> => {
  await sql.raw('alter table offers add column own_staked numeric(38, 0)').execute(db);
};
