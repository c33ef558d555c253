/** The token with which a café's software speaks of its seat: made when it is first asked for, the same ever after. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setAside } from '../../storage/set-aside.ts';
import { storageError } from '../../storage/storage-error.ts';

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;
const pathIn = (dataDir: string): string => join(dataDir, 'seat-token');

/** @returns null when there is none, or what lies there is none */
export const readSeatToken = (dataDir: string): string | null => {
  try {
    const token = readFileSync(pathIn(dataDir), 'utf8').trim();
    return tokenPattern.test(token) ? token : null;
  } catch {
    return null;
  }
};

/**
 * The token of this data folder; made, for its owner only, where there is none. What else lies in its place is kept.
 *
 * @throws DISK_FULL, DATA_FOLDER_DENIED
 */
export const seatTokenOf = (dataDir: string, nowMs: number): string => {
  const known = readSeatToken(dataDir);
  if (known !== null) return known;
  const path = pathIn(dataDir);
  const token = randomBytes(32).toString('base64url');
  try {
    if (existsSync(path)) setAside(path, nowMs);
    writeFileSync(`${path}.new`, `${token}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw storageError(error, path);
  }
  return token;
};
