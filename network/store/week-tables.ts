/**
 * Tables of presence and of what was clocked of proofs, one for each week of hours: made before their first hour, and dropped
 * when no rule reads them any more. It knows nothing of what is in them.
 */
import { sql } from 'kysely';
import type { Database } from './open-store.ts';
import type { Trx } from './transaction.ts';

const weekHours = 168;
/** Of presence: uptime, contracts and months look back 720 hours, and an appeal another 720. */
const keptHours = 13 * weekHours;
/** Of proofs: patterns are looked for in the last week, and a month of them is kept. */
const proofsKeptHours = 720;

/** Any number that nothing else in the database takes as a lock. */
const weeksLock = 5_071_225;
const lockNotAvailable = '55P03';

const weekAfter = (epoch: number): number => (Math.floor(epoch / weekHours) + 1) * weekHours;

/** What was committed while it waited must be seen, so no snapshot may be older than the lock. */
const alone = (db: Database, work: (trx: Trx) => Promise<void>): Promise<void> =>
  db.transaction().execute(async (trx) => {
    await sql`set transaction isolation level read committed`.execute(trx);
    await sql`select pg_advisory_xact_lock(${sql.lit(weeksLock)})`.execute(trx);
    await sql`set local lock_timeout = '3s'`.execute(trx);
    await work(trx);
  });

/** @returns the first epoch that has no table yet */
const end = async (db: Database | Trx): Promise<number> => {
  const { last } = await db
    .selectFrom('presenceWeeks')
    .select(({ fn }) => fn.max('toEpoch').as('last'))
    .executeTakeFirstOrThrow();
  return last;
};

/** Hours before the network's first have none. */
const proofsName = (fromEpoch: number): string => `proof_records_${Math.max(0, fromEpoch)}`;

/** Weeks whose table of proofs is there, or is not. */
const weeksOfProofs = async (
  db: Database | Trx,
  which: { readonly areThere: boolean },
): Promise<{ fromEpoch: number; toEpoch: number }[]> =>
  db
    .selectFrom('presenceWeeks')
    .select(['fromEpoch', 'toEpoch'])
    .where(
      sql<boolean>`(to_regclass('proof_records_' || greatest(from_epoch, 0)) is not null) = ${sql.lit(which.areThere)}`,
    )
    .orderBy('toEpoch')
    .execute();

/** A process of the version before makes weeks without them. */
const reachProofs = async (trx: Trx, epoch: number): Promise<void> => {
  for (const { fromEpoch, toEpoch } of await weeksOfProofs(trx, { areThere: false }))
    if (toEpoch > epoch)
      await sql`create table ${sql.ref(proofsName(fromEpoch))} partition of proof_records
        for values from (${sql.lit(Math.max(0, fromEpoch))}) to (${sql.lit(toEpoch)})`.execute(trx);
};

export interface WeekTables {
  /** Sees to it that an hour and a week of hours after it have their tables. */
  reach(epoch: number): Promise<void>;
}

export const createWeekTables = (db: Database): WeekTables => {
  let known = 0;
  return {
    reach: async (epoch) => {
      const until = epoch + weekHours;
      if (known > until) return;
      await alone(db, async (trx) => {
        // Weeks that were slept through have one table together.
        for (let from = await end(trx); from <= until; ) {
          const to = weekAfter(Math.max(from, epoch));
          const name = `presence_${from}`;
          await sql`create table ${sql.ref(name)} partition of presence
            for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(trx);
          await trx.insertInto('presenceWeeks').values({ name, fromEpoch: from, toEpoch: to }).execute();
          from = to;
        }
        await reachProofs(trx, epoch);
      });
      known = await end(db);
    },
  };
};

/** Where somebody reads what is to go, it waits for the next time. */
const dropAlone = async (db: Database, work: (trx: Trx) => Promise<void>): Promise<void> => {
  try {
    await alone(db, work);
  } catch (error) {
    if ((error as { code?: unknown }).code !== lockNotAvailable) throw error;
  }
};

const dropTable = (trx: Trx, name: string) => sql`drop table if exists ${sql.ref(name)}`.execute(trx);

/** Drops the tables of hours that are long over. */
export const dropOldWeeks = async (db: Database, openEpoch: number): Promise<void> => {
  const proofs = await weeksOfProofs(db, { areThere: true });
  for (const { fromEpoch } of proofs.filter(({ toEpoch }) => toEpoch <= openEpoch - proofsKeptHours))
    await dropAlone(db, async (trx) => void (await dropTable(trx, proofsName(fromEpoch))));
  const old = await db
    .selectFrom('presenceWeeks')
    .select(['name', 'fromEpoch'])
    .where('toEpoch', '<=', openEpoch - keptHours)
    .orderBy('toEpoch')
    .execute();
  for (const { name, fromEpoch } of old)
    await dropAlone(db, async (trx) => {
      await dropTable(trx, name);
      // Forgotten, the week would never be looked for again.
      await dropTable(trx, proofsName(fromEpoch));
      await trx.deleteFrom('presenceWeeks').where('name', '=', name).execute();
    });
};
