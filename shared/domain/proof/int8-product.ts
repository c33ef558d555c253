/**
 * The int8 matrix product that a GPU computes for its check, and any part of it computed again from the seed alone. What
 * comes out shows that a kernel multiplies rightly; it is never evidence of a GPU's class, because matrix units do the
 * same work many times faster than the instruction that every GPU has.
 */
import { createItemWriter, itemWords } from './item.ts';

/** Rows and columns of a tile. */
export const tileSide = 16;

/** Each operand is a shard of items of one round (item.ts). */
export const operandShards = { a: 0, b: 1 } as const;

type Operand = keyof typeof operandShards;

/** Byte `at` (0..3) of a word as a signed number. */
export const signedByte = (word: number, at: number): number => (word << (24 - 8 * at)) >> 24;

/** Dot product of two words, each four signed bytes: WGSL's `dot4I8Packed`. */
export const dotOfFour = (left: number, right: number): number => {
  let sum = 0;
  for (let at = 0; at < 4; at += 1) sum += signedByte(left, at) * signedByte(right, at);
  return sum;
};

/**
 * A whole operand of the n×n product C = A·B.
 *
 * Definition. The words of an operand are those of its shard, one after the other. Word q·n + i of A holds A[i][4q] to
 * A[i][4q+3], the first in its lowest byte, and word q·n + j of B holds B[4q][j] to B[4q+3][j]: both lie as their dot
 * products need them, and sixteen neighbours are one ChaCha block of their own.
 *
 * @param seed 32 bytes in hex
 * @param n a multiple of 16
 * @returns n·n/4 words
 */
export const operandWords = (seed: string, n: number, operand: Operand): Int32Array => {
  const writeItem = createItemWriter(seed, 1);
  const words = new Int32Array((n * n) / 4);
  for (let at = 0; at < words.length; at += itemWords) {
    writeItem(operandShards[operand], at / itemWords, words, at);
  }
  return words;
};

/** The elements of one tile of C, row by row, each modulo 2^32 as a signed number. */
export type ComputeTile = (tileRow: number, tileColumn: number) => Int32Array;

/**
 * Computes single tiles of C, at the price of n/2 items each and without room for an operand.
 *
 * @param seed 32 bytes in hex
 * @param n a multiple of 16
 * @returns a function of the tile's place, both 0..n/16 − 1
 */
export const createTileComputer = (seed: string, n: number): ComputeTile => {
  const writeItem = createItemWriter(seed, 1);
  const item = new Int32Array(itemWords);
  /** The words of sixteen rows of A, or columns of B, at quarter q of the inner dimension. */
  const lineWords = (operand: Operand, quarter: number, tile: number): Int32Array => {
    const first = quarter * n + tileSide * tile;
    writeItem(operandShards[operand], Math.floor(first / itemWords), item, 0);
    return item.slice(first % itemWords, (first % itemWords) + tileSide);
  };
  return (tileRow, tileColumn) => {
    const elements = new Int32Array(tileSide * tileSide);
    for (let quarter = 0; quarter < n / 4; quarter += 1) {
      const rows = lineWords('a', quarter, tileRow);
      const columns = lineWords('b', quarter, tileColumn);
      for (let at = 0; at < elements.length; at += 1) {
        const sum = dotOfFour(rows[at >> 4] as number, columns[at % tileSide] as number);
        elements[at] = (elements[at] as number) + sum;
      }
    }
    return elements;
  };
};
