/** What SQLite or the file system could not write, as a code that helps. */
import { PerigeeError } from '../../shared/contract/codes.ts';

const sqliteFull = 13;

/** @param path what was to be written: the folder, the file or the kind of record */
export const storageError = (cause: unknown, path: string): PerigeeError => {
  const { errcode, code } = cause as { errcode?: number; code?: string };
  const isFull = ((errcode ?? 0) & 0xff) === sqliteFull || code === 'ENOSPC' || code === 'EDQUOT';
  return new PerigeeError(isFull ? 'DISK_FULL' : 'DATA_FOLDER_DENIED', { path }, { cause });
};
