import { describe, expect, it } from 'vitest';
import { createTileComputer, dotOfFour, operandWords, signedByte, tileSide } from './int8-product.ts';

const seed = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const n = 48;

type Element = (row: number, column: number) => number;

/** The operands by their definition, element by element. */
const elements = (of: string): { a: Element; b: Element } => {
  const a = operandWords(of, n, 'a');
  const b = operandWords(of, n, 'b');
  const at = (words: Int32Array, k: number, line: number): number =>
    signedByte(words[Math.floor(k / 4) * n + line] as number, k % 4);
  return { a: (row, k) => at(a, k, row), b: (k, column) => at(b, k, column) };
};

describe('the dot product of four', () => {
  it.each([
    [0x00000000, 0x7f7f7f7f, 0],
    [0x04030201, 0x01010101, 10],
    [0x000000ff, 0x00000002, -2],
    [0x80808080, 0x80808080, 65_536],
    [0x80808080, 0x7f7f7f7f, -65_024],
  ])('of %i and %i takes bytes as signed numbers', (left, right, sum) => expect(dotOfFour(left, right)).toBe(sum));
});

describe('a tile of the product', () => {
  it.each([
    [0, 0],
    [2, 1],
    [1, 2],
  ])('at %i, %i is that part of A·B', (tileRow, tileColumn) => {
    const { a, b } = elements(seed);
    const plain = Int32Array.from({ length: tileSide ** 2 }, (_, at) => {
      const row = tileSide * tileRow + Math.floor(at / tileSide);
      const column = tileSide * tileColumn + (at % tileSide);
      let sum = 0;
      for (let k = 0; k < n; k += 1) sum += a(row, k) * b(k, column);
      return sum;
    });
    expect(createTileComputer(seed, n)(tileRow, tileColumn)).toEqual(plain);
  });

  it('never changes', () => {
    expect([...createTileComputer(seed, 256)(3, 5).slice(0, 6)]).toEqual([
      -33_953, -54_708, 60_952, -66_842, -44_640, 156_126,
    ]);
  });

  it('is another one for another seed', () => {
    const other = createTileComputer('ff'.repeat(32), n)(0, 0);
    expect(createTileComputer(seed, n)(0, 0)).not.toEqual(other);
  });
});

describe('the operands', () => {
  it('depend on both places of an element, not on their sum', () => {
    const { a } = elements(seed);
    const alike = Array.from({ length: n ** 2 }, (_, at) => [Math.floor(at / n), at % n] as const)
      .filter(([row, k]) => row + 1 < n && k > 0)
      .filter(([row, k]) => a(row, k) === a(row + 1, k - 1));
    expect(alike.length).toBeLessThan((2 * n ** 2) / 256 + 16);
  });

  it('are two, and use every byte', () => {
    const a = operandWords(seed, n, 'a');
    expect(a).not.toEqual(operandWords(seed, n, 'b'));
    const bytes = new Set([...new Int8Array(a.buffer)]);
    expect([bytes.size, Math.min(...bytes), Math.max(...bytes)]).toEqual([256, -128, 127]);
  });
});
