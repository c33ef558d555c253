/** Checks an Ed25519 signature by a raw public key. It holds no key. */
import { createPublicKey, verify } from 'node:crypto';

/**
 * @param publicKey  32 bytes, base64url
 * @param signature  base64url
 * @returns false also for a key that is no point of the curve
 */
export const isSignedBy = (publicKey: string, text: string, signature: string): boolean => {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
};
