/** An operator's private key in a file that only its owner can read, and what signs with it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PerigeeError } from '../../shared/contract/codes.ts';

export interface OperatorKey {
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  /** @returns 64 bytes */
  sign(message: string): Uint8Array<ArrayBuffer>;
}

const signerOf = (key: KeyObject): OperatorKey => {
  const { x: publicKey } = createPublicKey(key).export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || publicKey === undefined) throw new Error('no Ed25519 key');
  return { publicKey, sign: (message) => new Uint8Array(sign(null, Buffer.from(message), key)) };
};

/** @returns null where there is no file @throws SETTINGS_INVALID for a file that holds no such key */
export const readOperatorKey = (path: string): OperatorKey | null => {
  try {
    return signerOf(createPrivateKey(readFileSync(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new PerigeeError('SETTINGS_INVALID', { key: 'key', detail: path }, { cause });
  }
};

/** The key of this file, made where there is none. @throws SETTINGS_INVALID, and what the file system throws */
export const openOperatorKey = (path: string): OperatorKey => {
  const known = readOperatorKey(path);
  if (known !== null) return known;
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  writeFileSync(path, pem, { mode: 0o600, flag: 'wx', flush: true });
  return signerOf(privateKey);
};
