/**
 * ChaCha with 8 rounds, the one primitive of the proof: additions, xors and rotations of 32-bit words, which every GPU
 * and every processor computes alike. Long only because the permutation is written out: sixteen locals are three to
 * four times as fast as an indexed array. Never used here for secrecy.
 */

/** ChaCha's constant "expand 32-byte k" as little-endian words. */
export const chachaConstants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;

/** `word` turned left by `bits` (1..31). */
export const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/**
 * One ChaCha8 block function in place: x ← x + P(x), word by word modulo 2^32, P being four double rounds (four column
 * quarter-rounds, then four diagonal ones). Repeating it is the proof's sequential work.
 *
 * @param x sixteen words
 */
export const chacha8 = (x: Int32Array): void => {
  let x0 = x[0] as number;
  let x1 = x[1] as number;
  let x2 = x[2] as number;
  let x3 = x[3] as number;
  let x4 = x[4] as number;
  let x5 = x[5] as number;
  let x6 = x[6] as number;
  let x7 = x[7] as number;
  let x8 = x[8] as number;
  let x9 = x[9] as number;
  let x10 = x[10] as number;
  let x11 = x[11] as number;
  let x12 = x[12] as number;
  let x13 = x[13] as number;
  let x14 = x[14] as number;
  let x15 = x[15] as number;
  for (let doubleRound = 0; doubleRound < 4; doubleRound += 1) {
    x0 = (x0 + x4) | 0;
    x12 = rotateLeft(x12 ^ x0, 16);
    x8 = (x8 + x12) | 0;
    x4 = rotateLeft(x4 ^ x8, 12);
    x0 = (x0 + x4) | 0;
    x12 = rotateLeft(x12 ^ x0, 8);
    x8 = (x8 + x12) | 0;
    x4 = rotateLeft(x4 ^ x8, 7);
    x1 = (x1 + x5) | 0;
    x13 = rotateLeft(x13 ^ x1, 16);
    x9 = (x9 + x13) | 0;
    x5 = rotateLeft(x5 ^ x9, 12);
    x1 = (x1 + x5) | 0;
    x13 = rotateLeft(x13 ^ x1, 8);
    x9 = (x9 + x13) | 0;
    x5 = rotateLeft(x5 ^ x9, 7);
    x2 = (x2 + x6) | 0;
    x14 = rotateLeft(x14 ^ x2, 16);
    x10 = (x10 + x14) | 0;
    x6 = rotateLeft(x6 ^ x10, 12);
    x2 = (x2 + x6) | 0;
    x14 = rotateLeft(x14 ^ x2, 8);
    x10 = (x10 + x14) | 0;
    x6 = rotateLeft(x6 ^ x10, 7);
    x3 = (x3 + x7) | 0;
    x15 = rotateLeft(x15 ^ x3, 16);
    x11 = (x11 + x15) | 0;
    x7 = rotateLeft(x7 ^ x11, 12);
    x3 = (x3 + x7) | 0;
    x15 = rotateLeft(x15 ^ x3, 8);
    x11 = (x11 + x15) | 0;
    x7 = rotateLeft(x7 ^ x11, 7);
    x0 = (x0 + x5) | 0;
    x15 = rotateLeft(x15 ^ x0, 16);
    x10 = (x10 + x15) | 0;
    x5 = rotateLeft(x5 ^ x10, 12);
    x0 = (x0 + x5) | 0;
    x15 = rotateLeft(x15 ^ x0, 8);
    x10 = (x10 + x15) | 0;
    x5 = rotateLeft(x5 ^ x10, 7);
    x1 = (x1 + x6) | 0;
    x12 = rotateLeft(x12 ^ x1, 16);
    x11 = (x11 + x12) | 0;
    x6 = rotateLeft(x6 ^ x11, 12);
    x1 = (x1 + x6) | 0;
    x12 = rotateLeft(x12 ^ x1, 8);
    x11 = (x11 + x12) | 0;
    x6 = rotateLeft(x6 ^ x11, 7);
    x2 = (x2 + x7) | 0;
    x13 = rotateLeft(x13 ^ x2, 16);
    x8 = (x8 + x13) | 0;
    x7 = rotateLeft(x7 ^ x8, 12);
    x2 = (x2 + x7) | 0;
    x13 = rotateLeft(x13 ^ x2, 8);
    x8 = (x8 + x13) | 0;
    x7 = rotateLeft(x7 ^ x8, 7);
    x3 = (x3 + x4) | 0;
    x14 = rotateLeft(x14 ^ x3, 16);
    x9 = (x9 + x14) | 0;
    x4 = rotateLeft(x4 ^ x9, 12);
    x3 = (x3 + x4) | 0;
    x14 = rotateLeft(x14 ^ x3, 8);
    x9 = (x9 + x14) | 0;
    x4 = rotateLeft(x4 ^ x9, 7);
  }
  x[0] = ((x[0] as number) + x0) | 0;
  x[1] = ((x[1] as number) + x1) | 0;
  x[2] = ((x[2] as number) + x2) | 0;
  x[3] = ((x[3] as number) + x3) | 0;
  x[4] = ((x[4] as number) + x4) | 0;
  x[5] = ((x[5] as number) + x5) | 0;
  x[6] = ((x[6] as number) + x6) | 0;
  x[7] = ((x[7] as number) + x7) | 0;
  x[8] = ((x[8] as number) + x8) | 0;
  x[9] = ((x[9] as number) + x9) | 0;
  x[10] = ((x[10] as number) + x10) | 0;
  x[11] = ((x[11] as number) + x11) | 0;
  x[12] = ((x[12] as number) + x12) | 0;
  x[13] = ((x[13] as number) + x13) | 0;
  x[14] = ((x[14] as number) + x14) | 0;
  x[15] = ((x[15] as number) + x15) | 0;
};
