/**
 * The folder that holds everything this device owns: made private, and held by one process at a time. The lock is
 * SQLite's own on a file of its own, so the system lets go of it however the process ends.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { setAside } from './set-aside.ts';
import { storageError } from './storage-error.ts';

export interface DataFolder {
  readonly path: string;
  /** Lets another process have the folder. */
  release(): void;
}

const holderOf = (path: string): number | null => {
  try {
    const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
};

/** SQLite's primary result codes. */
const sqliteBusy = 5;
const sqliteNotADatabase = 26;

const resultCodeOf = (error: unknown): number => ((error as { errcode?: number }).errcode ?? 0) & 0xff;

const takeLock = (path: string): DatabaseSync => {
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw error;
  }
};

/** A lock file of other bytes is held by nobody, for a holder's own is read as busy first: it is set aside. */
const takeSoundLock = (path: string, nowMs: number): DatabaseSync => {
  try {
    return takeLock(path);
  } catch (error) {
    if (resultCodeOf(error) !== sqliteNotADatabase) throw error;
    setAside(path, nowMs);
    return takeLock(path);
  }
};

/**
 * Makes the folder (0700) where it is missing and takes its lock.
 *
 * @param nowMs names a lock file that is set aside
 * @throws DATA_FOLDER_BUSY with the holder's pid where it is known; DISK_FULL; DATA_FOLDER_DENIED when it cannot be
 *   written
 */
export const openDataFolder = (path: string, nowMs: number): DataFolder => {
  const pidPath = join(path, 'holder.pid');
  let lock: DatabaseSync | null = null;
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
    lock = takeSoundLock(join(path, 'lock.db'), nowMs);
    writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  } catch (cause) {
    lock?.close();
    if (resultCodeOf(cause) === sqliteBusy)
      throw new PerigeeError('DATA_FOLDER_BUSY', { path, pid: holderOf(pidPath) }, { cause });
    throw storageError(cause, path);
  }
  const held = lock;
  return { path, release: () => held.close() };
};
