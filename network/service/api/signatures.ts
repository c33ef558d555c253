/**
 * Takes or refuses the signature of one request: shape, authority, body, age, key, and that it was never seen before.
 * Each refusal has its own reason. Whether the key belongs to a device is asked elsewhere.
 */
import { createHash } from 'node:crypto';
import { clockToleranceMs } from '../../../shared/domain/signing/request-profile.ts';
import {
  contentDigestHeader,
  type SignedTarget,
  signatureBaseOf,
} from '../../../shared/domain/signing/signature-base.ts';
import {
  isFresh,
  readSignatureHeaders,
  type SignatureRefusal,
} from '../../../shared/domain/signing/signature-headers.ts';
import type { Network } from '../network.ts';
import { isSignedBy } from './ed25519.ts';

/** A request as it came in, before anything was believed of it. */
export interface IncomingRequest {
  readonly target: Omit<SignedTarget, 'contentDigest'>;
  readonly contentDigest: string | null;
  readonly signatureInput: string | null;
  readonly signature: string | null;
  /** SHA-256 of the body as received, 32 bytes. */
  readonly bodySha256: Uint8Array<ArrayBuffer>;
}

export type SignatureVerdict =
  | { readonly kind: 'signed'; readonly publicKey: string }
  | { readonly kind: 'refused'; readonly reason: SignatureRefusal }
  | { readonly kind: 'stale' }
  | { readonly kind: 'replayed' };

export const sha256 = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

/** Remembers a nonce until no clock could accept its signature again. @returns false when it was there already */
const spendNonce = async (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  keyId: string,
  nonce: string,
): Promise<boolean> => {
  const inserted = await db
    .insertInto('nonces')
    .values({ keyId, nonce, expiresAt: clock.now() + 2 * clockToleranceMs + 1_000 })
    .onConflict((conflict) => conflict.columns(['keyId', 'nonce']).doNothing())
    .returning('nonce')
    .executeTakeFirst();
  return inserted !== undefined;
};

export const forgetOldNonces = async ({ db, clock }: Pick<Network, 'db' | 'clock'>): Promise<void> => {
  await db.deleteFrom('nonces').where('expiresAt', '<', clock.now()).execute();
};

/** @param authorities  hosts under which this network may be asked, lower case, with their ports */
export const checkSignature = async (
  network: Pick<Network, 'db' | 'clock'>,
  request: IncomingRequest,
  authorities: ReadonlySet<string>,
): Promise<SignatureVerdict> => {
  const read = readSignatureHeaders(request);
  if (read.kind === 'refused') return read;
  if (!authorities.has(request.target.authority)) return { kind: 'refused', reason: 'wrong_authority' };
  const contentDigest = contentDigestHeader(request.bodySha256);
  if (request.contentDigest !== contentDigest) return { kind: 'refused', reason: 'digest_mismatch' };
  const { base } = signatureBaseOf({ ...request.target, contentDigest }, read.parameters);
  if (!isSignedBy(read.parameters.keyId, base, read.signature)) return { kind: 'refused', reason: 'altered' };
  if (!isFresh(read.parameters.created, network.clock.now())) return { kind: 'stale' };
  // Only a valid signature may spend a nonce; otherwise anyone could spend somebody else's.
  if (!(await spendNonce(network, read.parameters.keyId, read.parameters.nonce))) return { kind: 'replayed' };
  return { kind: 'signed', publicKey: read.parameters.keyId };
};
