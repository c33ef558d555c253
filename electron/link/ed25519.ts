/** Checks Ed25519 signatures of others by their raw public keys. It holds no key. */
import { createPublicKey, verify } from 'node:crypto';
import { isWeakKey } from '../../shared/domain/signing/weak-keys.ts';

/**
 * @param publicKey  32 bytes, base64url
 * @param signature  64 bytes, base64url
 * @returns false also for a key that is no point of the curve, or one of few that hold no secret
 */
export const isSignedBy = (publicKey: string, message: string, signature: string): boolean => {
  if (isWeakKey(Buffer.from(publicKey, 'base64url'))) return false;
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
};
