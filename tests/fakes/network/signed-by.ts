/** Whether a signature is of the key that signed up. */
import { createPublicKey, verify } from 'node:crypto';

export const isSignedBy = (publicKey: string, message: string, signature: Uint8Array): boolean =>
  verify(
    null,
    Buffer.from(message),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' }),
    signature,
  );
