/**
 * The key that this device is known by: made here, kept in one private file, never sent anywhere. A file that cannot be
 * read as such a key is moved aside under a dated name, never overwritten.
 */
import type { KeyObject } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { setAside } from '../storage/set-aside.ts';
import { createKeyFile, errorCode, readKeyFile, type Signer, signerOf } from './key-file.ts';

/** Signs as this device. */
export interface Identity extends Signer {
  /** KEY_SET_ASIDE when the key of before could not be read and this one is new; null otherwise. */
  readonly problem: Problem | null;
}

const load = (path: string, nowMs: number): { key: KeyObject; problem: Problem | null } => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  chmodSync(dirname(path), 0o700);
  const found = readKeyFile(path);
  if (found.kind === 'key') return { key: found.key, problem: null };
  if (found.kind === 'absent') return { key: createKeyFile(path), problem: null };
  const keptAs = setAside(path, nowMs);
  return { key: createKeyFile(path), problem: { code: 'KEY_SET_ASIDE', data: { file: path, keptAs } } };
};

/**
 * Reads the key, or makes one where there is none (file 0600, folder 0700; wider permissions are taken back).
 *
 * @param path  PKCS#8 PEM; one process at a time, as the data folder's lock sees to
 * @param nowMs  names the file that is set aside
 * @throws DATA_FOLDER_DENIED, DISK_FULL
 */
export const openIdentity = (path: string, nowMs: number): Identity => {
  try {
    const { key, problem } = load(path, nowMs);
    return { ...signerOf(key), problem };
  } catch (cause) {
    switch (errorCode(cause)) {
      case 'ENOSPC':
        throw new PerigeeError('DISK_FULL', { path }, { cause });
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
      case 'ENOTDIR':
      case 'EEXIST':
        throw new PerigeeError('DATA_FOLDER_DENIED', { path: dirname(path) }, { cause });
      default:
        throw cause;
    }
  }
};
