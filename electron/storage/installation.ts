/**
 * The id by which this folder's containers are told from all others. It stands in the database and in a file beside it:
 * were it lost with the database, a container that still runs would be a stranger's from then on, and never be ended.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { Records } from './records.ts';
import { setAside } from './set-aside.ts';
import { storageError } from './storage-error.ts';

export const installationSchema = z.object({ id: z.uuid() });

const readCopy = (path: string, nowMs: number): string | null => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    setAside(path, nowMs);
    return null;
  }
  if (z.uuid().safeParse(text).success) return text;
  setAside(path, nowMs);
  return null;
};

const writeCopy = (path: string, id: string): void => {
  const handle = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(handle, `${id}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${path}.new`, path);
};

/**
 * Reads the id from wherever it survived, or makes one, and leaves it in both places.
 *
 * @param path of the copy; one that cannot be read is set aside
 * @throws DISK_FULL, DATA_FOLDER_DENIED
 */
export const openInstallation = (
  records: Pick<Records<z.infer<typeof installationSchema>>, 'get' | 'put'>,
  path: string,
  nowMs: number,
): string => {
  try {
    const stored = records.get('own')?.id ?? null;
    const copy = readCopy(path, nowMs);
    const id = stored ?? copy ?? randomUUID();
    if (stored !== id) records.put('own', { id });
    if (copy !== id) writeCopy(path, id);
    return id;
  } catch (cause) {
    throw isPerigeeError(cause) ? cause : storageError(cause, path);
  }
};
