/** Checks Ed25519 signatures by raw public keys. It holds no key. */
import { createPublicKey, verify } from 'node:crypto';
import { isWeakKey } from '../../../shared/domain/signing/weak-keys.ts';

/**
 * @param publicKey  32 bytes, base64url
 * @returns false also for a key that is no point of the curve, or one of few that hold no secret
 */
export const isSignedBy = (publicKey: string, message: string, signature: Uint8Array): boolean => {
  if (isWeakKey(Buffer.from(publicKey, 'base64url'))) return false;
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(message), key, signature);
  } catch {
    return false;
  }
};
