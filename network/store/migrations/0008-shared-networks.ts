/**
 * What several processes on one database must know of each other: which are there, which leads, up to which hour each
 * has written down who was present, and whose a challenge is.
 */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

const statements = [
  `create table processes (
    id text primary key, started_at int8 not null, seen_at int8 not null, marked_epoch int8 not null,
    leading_since int8)`,
  `alter table challenges add column process_id text`,
];

export const sharedNetworks = async (db: Kysely<Tables>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
