/**
 * The one SQLite file of the app: WAL, every commit synced, checked at start, migrated forward. A file that is not
 * sound is set aside and a new one begun; what could not be read is reported, never deleted. A newer app's file is sound
 * and is left as it is.
 */
import { chmodSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isPerigeeError, PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { migrations } from './migrations.ts';
import { setAside } from './set-aside.ts';
import { storageError } from './storage-error.ts';

export interface Database {
  readonly sqlite: DatabaseSync;
  /** STATE_SET_ASIDE when the file of before could not be used; null otherwise. */
  readonly problem: Problem | null;
  close(): void;
}

const versionOf = (sqlite: DatabaseSync): number =>
  (sqlite.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;

/** Looks without a right to write: a connection that may write carries the log over into the file when it closes. */
const refuseNewer = (path: string): void => {
  if (!existsSync(path)) return;
  const sqlite = new DatabaseSync(path, { readOnly: true, timeout: 2000 });
  try {
    if (versionOf(sqlite) > migrations.length) throw new PerigeeError('STATE_NEWER', { path });
  } finally {
    sqlite.close();
  }
};

const migrate = (sqlite: DatabaseSync): void => {
  const version = versionOf(sqlite);
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    sqlite.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
};

const open = (path: string): DatabaseSync => {
  refuseNewer(path);
  const sqlite = new DatabaseSync(path, { timeout: 2000 });
  try {
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    const { quick_check: verdict } = sqlite.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    if (verdict !== 'ok') throw new Error(verdict);
    migrate(sqlite);
    return sqlite;
  } catch (error) {
    sqlite.close();
    throw error;
  }
};

/** SQLite's primary result codes that mean the file itself is bad: CORRUPT and NOTADB. */
const meansCorrupt = (error: unknown): boolean => {
  const code = (error as { errcode?: number }).errcode;
  return code === undefined || (code & 0xff) === 11 || (code & 0xff) === 26 || (code & 0xff) === 1;
};

/** @throws DISK_FULL, DATA_FOLDER_DENIED, STATE_NEWER when a newer app has written it */
export const openDatabase = (path: string, nowMs: number): Database => {
  let problem: Problem | null = null;
  let sqlite: DatabaseSync;
  try {
    sqlite = open(path);
  } catch (cause) {
    if (isPerigeeError(cause)) throw cause;
    if (!meansCorrupt(cause)) throw storageError(cause, path);
    const keptAs = setAside(path, nowMs, ['-wal', '-shm']);
    problem = { code: 'STATE_SET_ASIDE', data: { file: path, keptAs } };
    sqlite = open(path);
  }
  chmodSync(path, 0o600);
  return { sqlite, problem, close: () => sqlite.close() };
};
