/**
 * One way to change the database: a serializable transaction, tried again when PostgreSQL says that another one came in
 * between. PGlite has one session and never says so; a server does, as late as at the commit.
 *
 * A connection that is lost is not tried again here: lost under the commit, nobody knows whether it was done. Whoever
 * asked is told so, and asks again under the same key (a stake's, an event's id, an hour's step), which moves nothing twice.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { sql, type Transaction } from 'kysely';
import type { Database } from './open-store.ts';
import type { Tables } from './schema.ts';

export type Trx = Transaction<Tables>;

const serializationFailure = '40001';
const deadlock = '40P01';
/** Two that looked, found nothing and made it: the server may say so instead of a serialization failure. */
const uniqueViolation = '23505';
const tries = 12;
/** Whoever looks again finds what the other one made; who still makes it a second time is at fault. */
const uniqueTries = 3;
const firstWaitMs = 4;
const longestWaitMs = 250;

/** How those that got in each other's way come apart. */
export interface BackOff {
  /** 0 to 1, without 1. */
  readonly random: () => number;
  readonly wait: (ms: number) => Promise<unknown>;
}

const realBackOff: BackOff = { random: Math.random, wait: delay };

/** Told what became of a database's transactions. */
export interface TransactionWatch {
  /** One is tried again. */
  conflicted(): void;
  /** One was committed that moved coins. @param postings of all its transfers */
  posted(postings: number): void;
}

const watches = new WeakMap<Database, TransactionWatch>();
const postings = new WeakMap<Trx, number>();

/** One watcher for each database. */
export const watchTransactions = (db: Database, watch: TransactionWatch): void => void watches.set(db, watch);

/** Notes that a transaction moves coins; told to the watcher when it is committed. */
export const notePostings = (trx: Trx, count: number): void => void postings.set(trx, (postings.get(trx) ?? 0) + count);

const triesOf = (error: unknown): number => {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === uniqueViolation) return uniqueTries;
  return code === serializationFailure || code === deadlock ? tries : 1;
};

/** Somewhere between half and the whole of a wait that doubles. */
const waitMs = (attempt: number, random: () => number): number => {
  const whole = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
  return whole / 2 + (random() * whole) / 2;
};

/**
 * @param work  run again from its beginning on a conflict, so it must do nothing outside the database
 * @throws what the database said, when the twelfth try met another one too, the third made what there was already, or the
 *   connection was lost
 */
export const inTransaction = async <Result>(
  db: Database,
  work: (trx: Trx) => Promise<Result>,
  backOff: BackOff = realBackOff,
): Promise<Result> => {
  for (let attempt = 1; ; attempt += 1) {
    let moved = 0;
    try {
      const result = await db.transaction().execute(async (trx) => {
        await sql`set transaction isolation level serializable`.execute(trx);
        const done = await work(trx);
        moved = postings.get(trx) ?? 0;
        return done;
      });
      if (moved > 0) watches.get(db)?.posted(moved);
      return result;
    } catch (error) {
      if (attempt >= triesOf(error)) throw error;
      watches.get(db)?.conflicted();
      await backOff.wait(waitMs(attempt, backOff.random));
    }
  }
};
