/**
 * Takes the database forward, one numbered step at a time, each in a transaction of its own and one process at a time.
 * There is no way back: a newer database is refused, not guessed at.
 *
 * Processes of the version before go on while a step is taken, so a step only adds: a table, a column that may be null
 * or has a constant default, a check that is `not valid` at first. What it must lock it locks for a moment, or gives way.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { firstTables } from './migrations/0001-first-tables.ts';
import { proofsOfRigs } from './migrations/0002-proofs-of-rigs.ts';
import { proofFeatures } from './migrations/0003-proof-features.ts';
import { accounts } from './migrations/0004-accounts.ts';
import { balances } from './migrations/0005-balances.ts';
import { hourInputs } from './migrations/0006-hour-inputs.ts';
import { uptimes } from './migrations/0007-uptimes.ts';
import { sharedNetworks } from './migrations/0008-shared-networks.ts';
import { support } from './migrations/0009-support.ts';
import { market } from './migrations/0010-market.ts';
import { wallets } from './migrations/0011-wallets.ts';
import { operators } from './migrations/0012-operators.ts';
import { compliance } from './migrations/0013-compliance.ts';
import { personalData } from './migrations/0014-personal-data.ts';
import { releases } from './migrations/0015-releases.ts';
import { webhooks } from './migrations/0016-webhooks.ts';
import { court } from './migrations/0017-court.ts';
import { community } from './migrations/0018-community.ts';
import { ownersStakeOfOffers } from './migrations/0019-owners-stake-of-offers.ts';
import { validators } from './migrations/0020-validators.ts';
import { inference } from './migrations/0021-inference.ts';
import { hoursInBulk } from './migrations/0022-hours-in-bulk.ts';
import { sessions } from './migrations/0024-sessions.ts';
import { boundPresence, dividePresence, provePresenceBound } from './migrations/0025-presence-by-weeks.ts';
import { balancesThatMove } from './migrations/0026-balances-that-move.ts';
import { complaints } from './migrations/0027-complaints.ts';
import {
  boundProofRecords,
  divideProofRecords,
  proveProofRecordsBound,
} from './migrations/0028-proof-records-by-weeks.ts';
import type { Tables } from './schema.ts';

/** In order; a released step is never edited. */
const steps: readonly ((db: Kysely<Tables>) => Promise<void>)[] = [
  firstTables,
  proofsOfRigs,
  proofFeatures,
  accounts,
  balances,
  hourInputs,
  uptimes,
  sharedNetworks,
  support,
  market,
  wallets,
  operators,
  compliance,
  personalData,
  releases,
  webhooks,
  court,
  community,
  ownersStakeOfOffers,
  validators,
  inference,
  hoursInBulk,
  sessions,
  boundPresence,
  provePresenceBound,
  dividePresence,
  balancesThatMove,
  complaints,
  boundProofRecords,
  proveProofRecordsBound,
  divideProofRecords,
];

/** Any number that nothing else in the database takes as a lock. */
const migrationLock = 5_071_201;
const lockNotAvailable = '55P03';
const tries = 20;

/** Whoever comes second waits here, and finds the step done. */
const begin = async (trx: Transaction<Tables>): Promise<number> => {
  // What was committed while it waited must be seen, so no snapshot may be older than the lock.
  await sql`set transaction isolation level read committed`.execute(trx);
  await sql`set local statement_timeout = 0`.execute(trx);
  await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(trx);
  // A step that waits for a table holds up all who come after it: it gives way soon, and tries again.
  await sql`set local lock_timeout = '3s'`.execute(trx);
  await sql`create table if not exists schema_version (version int8 primary key)`.execute(trx);
  const found = await sql<{ version: number | null }>`select max(version) as version from schema_version`.execute(trx);
  return found.rows[0]?.version ?? 0;
};

/** @returns false when there was none left to take */
const takeStep = (db: Kysely<Tables>): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const version = await begin(trx);
    if (version > steps.length) throw new Error(`database version ${version} is newer than ${steps.length}`);
    const step = steps[version];
    if (step === undefined) return false;
    await step(trx);
    await sql`insert into schema_version (version) values (${version + 1})`.execute(trx);
    return true;
  });

/** @throws Error when the database was made by a newer version */
export const migrate = async (db: Kysely<Tables>): Promise<void> => {
  for (let attempt = 1; ; ) {
    try {
      if (!(await takeStep(db))) return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== lockNotAvailable || attempt === tries) throw error;
      attempt += 1;
    }
  }
};
