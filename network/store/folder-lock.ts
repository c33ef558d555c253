/**
 * One process per data folder. The lock is SQLite's on a file of its own, which the system lets go of however the
 * process ends; a lock file with a process id would survive `kill -9`.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PerigeeError } from '../../shared/contract/codes.ts';

const holderOf = (pidPath: string): number | null => {
  try {
    const pid = Number.parseInt(readFileSync(pidPath, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
};

const sqliteBusy = 5;

/**
 * Makes the folder (0700) where it is missing and takes it.
 *
 * @throws DATA_FOLDER_BUSY with the holder's process id where it is known; DATA_FOLDER_DENIED when it cannot be written
 */
export const lockFolder = (dataDir: string): { release(): void } => {
  const pidPath = join(dataDir, 'network.pid');
  let lock: DatabaseSync | null = null;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
    lock = new DatabaseSync(join(dataDir, 'network-lock.db'), { timeout: 0 });
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    writeFileSync(pidPath, `${process.pid}\n`, { mode: 0o600 });
  } catch (cause) {
    lock?.close();
    if ((cause as { errcode?: number }).errcode === sqliteBusy)
      throw new PerigeeError('DATA_FOLDER_BUSY', { path: dataDir, pid: holderOf(pidPath) }, { cause });
    throw new PerigeeError('DATA_FOLDER_DENIED', { path: dataDir }, { cause });
  }
  const held = lock;
  return { release: () => held.isOpen && held.close() };
};
