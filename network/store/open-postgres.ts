/**
 * Opens the network's database on a PostgreSQL server (15 or newer): a pool of connections, each with its limits. A
 * connection that is lost is the error of the call that used it, never of the process; the next call takes a new one.
 */
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { databaseSeat } from './database-seat.ts';
import { migrate } from './migrations.ts';
import type { Database, Store, StoreOptions } from './open-store.ts';
import type { Tables } from './schema.ts';
import { ownClock, sharedClock } from './store-clock.ts';

const connectWithinMs = 5_000;
const statementWithinMs = 30_000;
const limits = {
  max: 10,
  idleTimeoutMillis: 60_000,
  statement_timeout: statementWithinMs,
  /** A little longer than the server's own limit: who reaches it has a line that is dead. */
  query_timeout: statementWithinMs + 5_000,
  idle_in_transaction_session_timeout: 30_000,
} satisfies pg.PoolConfig;

const numeric = 1700;
const int8 = 20;

/** As PGlite is told too: money as bigint; counts and times fit a number. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === numeric) return (text: string) => BigInt(text);
    if (oid === int8) return (text: string) => Number(text);
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

/** @throws SETTINGS_INVALID; the text itself may hold a password, so it is not repeated */
const readUrl = (databaseUrl: string): URL => {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol) || url.pathname.length < 2)
    throw new PerigeeError('SETTINGS_INVALID', { key: 'database', detail: 'postgres://user@host:5432/name is needed' });
  return url;
};

/** Where it is, without who asks. */
const addressOf = ({ host, pathname }: URL): string => `${host}${pathname}`;

/** A line that died under a query would hand its silence to whoever takes it next. */
const dropIfBusy = (client: pg.PoolClient): void => {
  if (!(client as unknown as { readyForQuery: boolean }).readyForQuery) client.end().catch(() => undefined);
};

const openPool = (config: pg.PoolConfig, log: StoreOptions['log'], address: string): pg.Pool => {
  const pool = new pg.Pool(config);
  pool.on('error', (error) => log.warn('database_connection_lost', { address, detail: error.message }));
  // The pool listens only to those that nobody uses; one that is lost between two queries would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('release', (_error, client) => dropIfBusy(client));
  return pool;
};

const databaseOn = (pool: pg.Pool): Database =>
  new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });

const readTime = async (db: Database): Promise<EpochMs> => {
  const { rows } = await sql<{
    now: number;
  }>`select floor(extract(epoch from clock_timestamp()) * 1000)::int8 as now`.execute(db);
  if (rows[0] === undefined) throw new Error('the database does not say what time it is');
  return rows[0].now;
};

/** On a connection without the limits of the others: a step takes as long as it takes. */
const migrateOn = async (pool: pg.Pool): Promise<void> => {
  const db = databaseOn(pool);
  try {
    await migrate(db);
  } finally {
    await db.destroy();
  }
};

/** @throws SETTINGS_INVALID when the address is none; DATABASE_UNREACHABLE */
export const openPostgres = async (
  options: StoreOptions & { readonly databaseUrl: string; readonly isTimeOwn?: boolean },
): Promise<Store> => {
  const { databaseUrl, isTimeOwn = false, clock, log } = options;
  const address = addressOf(readUrl(databaseUrl));
  const config: pg.ClientConfig = {
    connectionString: databaseUrl,
    application_name: 'perigee-network',
    connectionTimeoutMillis: connectWithinMs,
    keepAlive: true,
    // Compiling a plan takes longer than any of ours runs.
    options: '-c jit=off',
    types,
  };
  const pool = openPool({ ...config, ...limits }, log, address);
  const db = databaseOn(pool);
  try {
    await readTime(db).catch((cause: unknown) => {
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new PerigeeError('DATABASE_UNREACHABLE', { address, detail }, { cause });
    });
    await migrateOn(openPool({ ...config, max: 1 }, log, address));
    const seat = databaseSeat(() => new pg.Client(config), log);
    return {
      db,
      isShared: true,
      clock: isTimeOwn ? ownClock(clock) : await sharedClock(clock, () => readTime(db)),
      seat,
      setAside: null,
      close: async () => {
        await seat.leave();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
};
