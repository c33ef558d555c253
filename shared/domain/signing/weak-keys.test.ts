import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isWeakKey } from './weak-keys.ts';

/** The point that changes nothing: (0, 1). */
const neutral = Buffer.from(`01${'00'.repeat(31)}`, 'hex');

describe('weak keys', () => {
  it('are known with either sign of x, and above the prime', () => {
    expect(isWeakKey(neutral)).toBe(true);
    const signed = Uint8Array.from(neutral);
    signed[31] = 0x80;
    expect(isWeakKey(signed)).toBe(true);
    expect(isWeakKey(Buffer.from(`ee${'ff'.repeat(31)}`, 'hex'))).toBe(true);
  });

  it('are none that somebody drew', () => {
    const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    expect(isWeakKey(Buffer.from(x, 'base64url'))).toBe(false);
  });
});
