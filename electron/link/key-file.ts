/** A private key in a file that only its owner can read, and what signs with it. It decides nothing about what is there. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Signer {
  /** Raw Ed25519 public key, base64url, 43 characters. */
  readonly publicKey: string;
  /** @returns 64 bytes */
  sign(message: string): Uint8Array<ArrayBuffer>;
}

export const signerOf = (key: KeyObject): Signer => {
  const { x: publicKey } = createPublicKey(key).export({ format: 'jwk' });
  if (publicKey === undefined) throw new Error('an Ed25519 key without its point');
  return { publicKey, sign: (message) => new Uint8Array(sign(null, Buffer.from(message), key)) };
};

export const errorCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** So that the names in it are there after a crash too. */
export const syncFolder = (dir: string): void => {
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
export const createKeyFile = (path: string): KeyObject => {
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

/** Of a key, permissions that are wider than they should be are taken back; what is none is left as it is. @throws what the file system throws */
export const readKeyFile = (
  path: string,
): { kind: 'absent' } | { kind: 'corrupt' } | { kind: 'key'; key: KeyObject } => {
  try {
    const key = parseKey(readFileSync(path, 'utf8'));
    if (key === null) return { kind: 'corrupt' };
    chmodSync(path, 0o600);
    return { kind: 'key', key };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'absent' };
    if (errorCode(error) === 'EISDIR') return { kind: 'corrupt' };
    throw error;
  }
};
