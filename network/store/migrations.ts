/**
 * Takes the database forward, one numbered step at a time, each in a transaction of its own. There is no way back: a
 * newer database is refused, not guessed at.
 */
import { type Kysely, sql } from 'kysely';
import { firstTables } from './migrations/0001-first-tables.ts';
import { proofsOfRigs } from './migrations/0002-proofs-of-rigs.ts';
import { proofFeatures } from './migrations/0003-proof-features.ts';
import { accounts } from './migrations/0004-accounts.ts';
import { wallets } from './migrations/0005-wallets.ts';
import type { Tables } from './schema.ts';

/** In order; a released step is never edited. */
const steps: readonly ((db: Kysely<Tables>) => Promise<void>)[] = [
  firstTables,
  proofsOfRigs,
  proofFeatures,
  accounts,
  wallets,
];

/** @throws Error when the database was made by a newer version */
export const migrate = async (db: Kysely<Tables>): Promise<void> => {
  await sql`create table if not exists schema_version (version int8 primary key)`.execute(db);
  const found = await sql<{ version: number | null }>`select max(version) as version from schema_version`.execute(db);
  const version = found.rows[0]?.version ?? 0;
  if (version > steps.length) throw new Error(`database version ${version} is newer than ${steps.length}`);
  for (const [index, step] of steps.entries()) {
    if (index < version) continue;
    await db.transaction().execute(async (trx) => {
      await step(trx);
      await sql`insert into schema_version (version) values (${index + 1})`.execute(trx);
    });
  }
};
