/**
 * One way to change the database: a serializable transaction, tried again when PostgreSQL says that another one came in
 * between. PGlite has one session and never says so; a server does.
 */
import { sql, type Transaction } from 'kysely';
import type { Database } from './open-store.ts';
import type { Tables } from './schema.ts';

export type Trx = Transaction<Tables>;

const serializationFailure = '40001';
const deadlock = '40P01';
const tries = 8;

const mayRetry = (error: unknown): boolean => {
  const code = (error as { code?: unknown } | null)?.code;
  return code === serializationFailure || code === deadlock;
};

/** @param work  run again from its beginning on a conflict, so it must do nothing outside the database */
export const inTransaction = async <Result>(db: Database, work: (trx: Trx) => Promise<Result>): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(async (trx) => {
        await sql`set transaction isolation level serializable`.execute(trx);
        return work(trx);
      });
    } catch (error) {
      if (attempt === tries || !mayRetry(error)) throw error;
    }
  }
};
