import { describe, expect, it } from 'vitest';
import { chacha8, chachaConstants, rotateLeft } from './chacha.ts';

/** The words as they lie in memory on a little-endian machine, which is how the vectors are published. */
const bytesOf = (words: Int32Array): string => {
  let hex = '';
  for (const word of words)
    for (let byte = 0; byte < 4; byte += 1) hex += ((word >>> (8 * byte)) & 255).toString(16).padStart(2, '0');
  return hex;
};

describe('ChaCha8', () => {
  it('gives the published first block of the zero key', () => {
    // draft-strombergson-chacha-test-vectors-01, TC1, 256-bit key, 8 rounds
    const block = new Int32Array(16);
    block.set(chachaConstants);
    chacha8(block);
    expect(bytesOf(block)).toBe(
      '3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42',
    );
  });

  it('keeps every bit when it rotates', () => {
    expect(rotateLeft(0x80000001 | 0, 7) >>> 0).toBe(0x000000c0);
    expect(rotateLeft(0x12345678, 16) >>> 0).toBe(0x56781234);
  });
});
