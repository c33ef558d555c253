/**
 * The folder that holds everything this device owns: made private, and held by one process at a time. The lock is
 * SQLite's own on a file of its own, so the system lets go of it however the process ends.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PerigeeError } from '../../shared/contract/codes.ts';

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

/**
 * Makes the folder (0700) where it is missing and takes its lock.
 *
 * @throws DATA_FOLDER_BUSY with the holder's pid where it is known; DATA_FOLDER_DENIED when it cannot be written
 */
export const openDataFolder = (path: string): DataFolder => {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (cause) {
    throw new PerigeeError('DATA_FOLDER_DENIED', { path }, { cause });
  }
  const pidPath = join(path, 'holder.pid');
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(join(path, 'lock.db'), { timeout: 0 });
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  } catch (cause) {
    lock?.close();
    const busy = (cause as { errcode?: number }).errcode === 5;
    throw busy
      ? new PerigeeError('DATA_FOLDER_BUSY', { path, pid: holderOf(pidPath) }, { cause })
      : new PerigeeError('DATA_FOLDER_DENIED', { path }, { cause });
  }
  const held = lock;
  return { path, release: () => held.close() };
};
