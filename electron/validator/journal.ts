/**
 * What a validator is about to sign, on disk before it signs: the first word on a matter stands, after a crash too, and
 * whoever asks for another is told of the first. Two processes on one folder cannot both be first. It signs nothing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { errorCode, syncFolder } from '../link/key-file.ts';

export interface Journal {
  /** What was settled for a matter; null: nothing. */
  read(matter: string): string | null;
  /** Writes what will be signed of a matter, unless something stands there. @returns what stands there now */
  settle(matter: string, word: string): string;
}

/** Any matter makes a name that every file system takes. */
const nameOf = (matter: string): string => createHash('sha256').update(matter).digest('hex');

const writeDurably = (path: string, text: string): void => {
  const handle = openSync(path, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** @throws DISK_FULL, DATA_FOLDER_DENIED */
const inFolder = <Result>(dir: string, work: () => Result): Result => {
  try {
    return work();
  } catch (cause) {
    if (errorCode(cause) === 'ENOSPC') throw new PerigeeError('DISK_FULL', { path: dir }, { cause });
    if (cause instanceof Error && 'syscall' in cause)
      throw new PerigeeError('DATA_FOLDER_DENIED', { path: dir }, { cause });
    throw cause;
  }
};

/** @param dir  of this key alone */
export const openJournal = (dir: string): Journal => {
  inFolder(dir, () => mkdirSync(dir, { recursive: true, mode: 0o700 }));
  const pathOf = (matter: string): string => join(dir, nameOf(matter));
  const read = (matter: string): string | null =>
    inFolder(dir, () => {
      try {
        return readFileSync(pathOf(matter), 'utf8');
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw error;
      }
    });
  return {
    read,
    settle: (matter, word) => {
      const written = join(dir, `${nameOf(matter)}.${randomUUID()}.new`);
      const isFirst = inFolder(dir, () => {
        try {
          writeDurably(written, word);
          // A link takes no name that is taken, so that the file is there whole, once, or not at all.
          linkSync(written, pathOf(matter));
          syncFolder(dirname(pathOf(matter)));
          return true;
        } catch (error) {
          if (errorCode(error) === 'EEXIST') return false;
          throw error;
        } finally {
          rmSync(written, { force: true });
        }
      });
      return isFirst ? word : (read(matter) ?? word);
    },
  };
};
