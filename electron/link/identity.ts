/**
 * The key that this device is known by: made here, kept in one private file, never sent anywhere. A file that cannot be
 * read as such a key is moved aside under a dated name, never overwritten.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { setAside } from '../storage/set-aside.ts';

/** Signs as this device. */
export interface Identity {
  /** Raw Ed25519 public key, base64url, 43 characters. */
  readonly publicKey: string;
  /** KEY_SET_ASIDE when the key of before could not be read and this one is new; null otherwise. */
  readonly problem: Problem | null;
  /** @returns 64 bytes */
  sign(message: string): Uint8Array<ArrayBuffer>;
}

const errorCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const syncFolder = (dir: string): void => {
  // Windows has no handle of a folder to sync; its rename is in the journal of the file system.
  if (process.platform === 'win32') return;
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** The file appears whole or not at all: a crash leaves at most a `.new` beside it, which the next start replaces. */
const create = (path: string): KeyObject => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const newPath = `${path}.new`;
  rmSync(newPath, { force: true });
  const handle = openSync(newPath, 'wx', 0o600);
  try {
    writeSync(handle, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(newPath, path);
  syncFolder(dirname(path));
  return privateKey;
};

/** @returns null for anything that is no Ed25519 key */
const parseKey = (text: string): KeyObject | null => {
  try {
    const key = createPrivateKey(text);
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
};

const read = (path: string): { kind: 'absent' } | { kind: 'corrupt' } | { kind: 'key'; key: KeyObject } => {
  try {
    chmodSync(path, 0o600);
    const key = parseKey(readFileSync(path, 'utf8'));
    return key === null ? { kind: 'corrupt' } : { kind: 'key', key };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'absent' };
    if (errorCode(error) === 'EISDIR') return { kind: 'corrupt' };
    throw error;
  }
};

const load = (path: string, nowMs: number): { key: KeyObject; problem: Problem | null } => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  chmodSync(dirname(path), 0o700);
  const found = read(path);
  if (found.kind === 'key') return { key: found.key, problem: null };
  if (found.kind === 'absent') return { key: create(path), problem: null };
  const keptAs = setAside(path, nowMs);
  return { key: create(path), problem: { code: 'KEY_SET_ASIDE', data: { file: path, keptAs } } };
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
    const { x: publicKey } = createPublicKey(key).export({ format: 'jwk' });
    if (publicKey === undefined) throw new Error('an Ed25519 key without its point');
    return { publicKey, problem, sign: (message) => new Uint8Array(sign(null, Buffer.from(message), key)) };
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
