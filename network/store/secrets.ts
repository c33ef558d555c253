/**
 * The network's own keys: the Ed25519 key that signs offers, and the secret from which challenge seeds and moments
 * follow. Made once, kept in the database, never sent anywhere.
 */
import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { Database } from './open-store.ts';
import { inTransaction, type Trx } from './transaction.ts';

export interface NetworkKeys {
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  /** @returns base64url */
  sign(message: string): string;
  /** 32 bytes that follow from the label and nothing else that is public. */
  derive(label: string): Buffer;
}

const secret = async (trx: Trx, name: string, make: () => string): Promise<string> => {
  const found = await trx.selectFrom('secrets').select('value').where('name', '=', name).executeTakeFirst();
  if (found !== undefined) return found.value;
  const value = make();
  await trx.insertInto('secrets').values({ name, value }).execute();
  return value;
};

const newSigningKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

const rawPublicKey = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? '';

export const openKeys = (db: Database): Promise<NetworkKeys> =>
  inTransaction(db, async (trx) => {
    const signing = createPrivateKey(await secret(trx, 'offer-signing-key', newSigningKey));
    const seed = Buffer.from(await secret(trx, 'challenge-seed', () => randomBytes(32).toString('hex')), 'hex');
    return {
      publicKey: rawPublicKey(signing),
      sign: (message) => sign(null, Buffer.from(message), signing).toString('base64url'),
      derive: (label) => createHmac('sha256', seed).update(label).digest(),
    };
  });
