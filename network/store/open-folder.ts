/**
 * Opens the network's database in a folder (PGlite): one process at a time, migrated, and with a folder that cannot be
 * read set aside whole, never overwritten.
 */
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { CamelCasePlugin, Kysely, PGliteDialect } from 'kysely';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { DurableFolder, durableStartParameters } from './durable-folder.ts';
import { lockFolder } from './folder-lock.ts';
import { onlySeat } from './leader-seat.ts';
import { migrate } from './migrations.ts';
import type { Database, Store, StoreOptions } from './open-store.ts';
import type { Tables } from './schema.ts';
import { setFolderAside } from './set-aside.ts';
import { ownClock } from './store-clock.ts';

/**
 * Keeps PGlite small beside a desktop: 512 kB of buffers instead of 128 MB (this network's tables fit), and flushes by
 * fsync, because the default flag on open is lost on the way through WebAssembly.
 */
const settings = [
  'shared_buffers = 512kB',
  'wal_buffers = 64kB',
  'max_connections = 3',
  'max_wal_size = 32MB',
  'min_wal_size = 32MB',
  'fsync = on',
  'synchronous_commit = on',
  'full_page_writes = on',
  'wal_sync_method = fsync',
  "default_transaction_isolation = 'serializable'",
];

const numeric = 1700;
const int8 = 20;

const startEngine = async (dir: string): Promise<PGlite> => {
  const pglite = new PGlite({
    fs: new DurableFolder(dir),
    relaxedDurability: false,
    startParams: durableStartParameters,
    postgresqlconf: settings,
    parsers: { [numeric]: (text) => BigInt(text), [int8]: (text) => Number(text) },
    serializers: { [numeric]: (value: unknown) => String(value), [int8]: (value: unknown) => String(value) },
    onStderr: () => false,
    onStdout: () => false,
  });
  await pglite.waitReady;
  return pglite;
};

const openDatabase = async (dir: string): Promise<Database> => {
  // Compiling hot functions a second time takes 60 MB and more, for an engine that is mostly idle.
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  // Making a database leaves its maker's memory behind, so what is made is closed and opened afresh.
  if (!existsSync(join(dir, 'PG_VERSION'))) await (await startEngine(dir)).close();
  const pglite = await startEngine(dir);
  const db = new Kysely<Tables>({
    dialect: new PGliteDialect({ pglite }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  await migrate(db);
  return db;
};

/** What opening writes at the most: its log, and a little over. */
const leastFreeBytes = 64 * 2 ** 20;

const freeBytes = (dir: string): number => {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
};

/**
 * @param options.dataDir  made where it is missing
 * @throws DATA_FOLDER_BUSY when another process has it; DATA_FOLDER_DENIED when it cannot be written; DISK_FULL
 */
export const openFolder = async (options: StoreOptions & { readonly dataDir: string }): Promise<Store> => {
  const { dataDir, clock, log } = options;
  const lock = lockFolder(dataDir);
  const dir = join(dataDir, 'database');
  const storeOf = (db: Database, setAside: Store['setAside']): Store => ({
    db,
    isShared: false,
    clock: ownClock(clock),
    seat: onlySeat,
    setAside,
    close: () => db.destroy().finally(lock.release),
  });
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    try {
      return storeOf(await openDatabase(dir), null);
    } catch (cause) {
      // A database that has no room to open is not a broken one.
      if (freeBytes(dir) < leastFreeBytes) throw new PerigeeError('DISK_FULL', { path: dir }, { cause });
      const keptAs = setFolderAside(dir, clock.now());
      log.error('STATE_SET_ASIDE', { file: dir, keptAs, cause: String(cause) });
      mkdirSync(dir, { mode: 0o700 });
      return storeOf(await openDatabase(dir), { file: dir, keptAs });
    }
  } catch (error) {
    lock.release();
    throw error;
  }
};
