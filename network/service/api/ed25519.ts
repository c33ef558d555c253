/** Checks Ed25519 signatures by raw public keys. It holds no key. */
import { createPublicKey, verify } from 'node:crypto';

/**
 * @param publicKey  32 bytes, base64url
 * @returns false also for a key that is no point of the curve
 */
export const isSignedBy = (publicKey: string, message: string, signature: Uint8Array): boolean => {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, Buffer.from(message), key, signature);
  } catch {
    return false;
  }
};
