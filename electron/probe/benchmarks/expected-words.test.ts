/** The short ways by which the benchmarks know their output, against the plain ones. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTileComputer, tileSide } from '../../../shared/domain/proof/int8-product.ts';
import { afterSteps, dotStep } from './dot4.ts';
import { expectedFp16Word } from './fp16.ts';
import { expectedFp32Word } from './fp32.ts';
import { digitAt, mostProducts, projectedProduct } from './gemm.ts';
import { hashOfTiles, projectedInt8Product } from './int8-product.ts';
import { expectedInt32Word } from './int32.ts';
import { expectedPassSum, knownWord, rowBytes, verifyPassSums, width } from './known-memory.ts';
import { expectedRandomSum, expectedWhole, permutedItem } from './random-read.ts';

describe('the word of a multiply-add dispatch', () => {
  it.each([
    [0, 1],
    [13, 5],
    [31, 1000],
  ])('of invocation %i after %i iterations counts every one', (lane, iterations) => {
    let sum = 0;
    for (let chain = 0; chain < 16; chain += 1) {
      let x = Math.fround((lane & 15) + chain);
      for (let step = 0; step < 8 * iterations; step += 1) x = Math.fround(x * 1 + 1);
      sum += x;
    }
    expect(expectedFp32Word(lane, iterations)).toBe(sum);
  });

  it('stays within the integers that fp32 holds exactly', () =>
    expect(expectedFp32Word(15, 2 ** 15)).toBeLessThan(2 ** 24));

  it.each([
    [0, 1],
    [7, 3],
    [21, 40],
  ])('in half precision, of invocation %i after %i iterations, counts every one', (lane, iterations) => {
    let sum = 0;
    let highest = 0;
    for (let i = 0; i < iterations; i += 1) {
      for (let chain = 0; chain < 16; chain += 1) {
        let x = ((lane + i) & 15) + chain;
        for (let step = 0; step < 1024; step += 1) x += 1;
        highest = Math.max(highest, x);
        sum += x;
      }
    }
    expect(expectedFp16Word(lane, iterations)).toBe(sum);
    expect(highest).toBeLessThanOrEqual(2048);
  });
});

describe('the word of an add-rotate-xor dispatch', () => {
  it('depends on the invocation and on every iteration', () => {
    const words = [0, 1, 2, 7].flatMap((lane) => [1, 2, 100].map((iterations) => expectedInt32Word(lane, iterations)));
    expect(new Set(words).size).toBe(words.length);
    expect(expectedInt32Word(9, 5)).toBe(expectedInt32Word(1, 5));
  });
});

describe('a chain of packed dot products', () => {
  it.each([0, 1, 466, 467, 100_000])('is followed over %i steps as if it were walked', (steps) => {
    let word = 5;
    for (let at = 0; at < steps; at += 1) word = dotStep(word);
    expect(afterSteps(5, steps)).toBe(word);
  });

  it('takes bytes as signed numbers', () =>
    expect([dotStep(0x00000001) - dotStep(0), dotStep(0x000000ff) - dotStep(0)]).toEqual([0x71, -0x71]));
});

describe('the sum of a pass over known memory', () => {
  it.each([
    [0, 1],
    [1, 4],
    [262_143, 48],
  ])('of invocation %i over %i rows is the sum of the words it read', (lane, rows) => {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      for (let part = 0; part < 4; part += 1) sum = (sum + knownWord(4 * (row * width + lane) + part)) | 0;
    }
    expect(expectedPassSum(lane, rows)).toBe(sum >>> 0);
  });

  it('is verified for every invocation', () => {
    const [rows, passes, more] = [3, 5, 0xdeadbeef];
    const words = Uint32Array.from({ length: width }, (_, lane) =>
      Math.imul(passes, expectedPassSum(lane, rows) + Math.imul(4 * rows, more)),
    );
    verifyPassSums(words, rows, passes, more);
    words[width - 1] = (words[width - 1] as number) + 1;
    expect(() => verifyPassSums(words, rows, passes, more)).toThrow(`sum of invocation ${width - 1}`);
  });
});

describe('the random order', () => {
  it.each([3, 4, 11, 16])('takes each of 2^%i items once', (bits) => {
    const items = Array.from({ length: 2 ** bits }, (_, number) => permutedItem(number, bits));
    expect(items.toSorted((a, b) => a - b)).toEqual(items.map((_, item) => item));
  });

  it('has neighbours far apart', () => {
    const far = Array.from({ length: 1000 }, (_, at) => Math.abs(permutedItem(at + 1, 23) - permutedItem(at, 23)));
    expect(far.filter((distance) => distance > 2 ** 16)).not.toHaveLength(0);
    expect(far.toSorted((a, b) => a - b)[100]).toBeGreaterThan(2 ** 16);
  });

  it('adds up to the sum of all words', () => {
    const shape = { buffers: { length: 2 }, bufferBytes: 2 * rowBytes, rowsPerBuffer: 2 };
    let sum = 0;
    for (let lane = 0; lane < width; lane += 1) sum = (sum + expectedRandomSum(lane, shape)) | 0;
    expect(expectedWhole(rowBytes)).toBe(sum >>> 0);
  });
});

describe('the check of a matrix product', () => {
  const n = 16;
  const salts = { a: 0x243f6a88, b: 0x85a308d3 };

  it('is the product multiplied by the row', () => {
    const row = Uint32Array.from({ length: n }, (_, at) => Math.imul(at + 1, 0x9e3779b1));
    const projected = Uint32Array.from({ length: n }, (_, column) => {
      let sum = 0;
      for (let at = 0; at < n; at += 1) {
        let element = 0;
        for (let k = 0; k < n; k += 1) element += digitAt(k * n + at, salts.a) * digitAt(k * n + column, salts.b);
        sum = (sum + Math.imul(row[at] as number, element)) | 0;
      }
      return sum;
    });
    expect(projectedProduct(n, row)).toEqual(projected);
  });

  it('has elements of 0 to 3, and adds up no more than fp32 holds exactly', () => {
    expect(new Set(Array.from({ length: 1000 }, (_, place) => digitAt(place, salts.a)))).toEqual(new Set([0, 1, 2, 3]));
    expect(mostProducts(4096) * 4096 * 9).toBeLessThanOrEqual(2 ** 24);
  });
});

describe('the check of an int8 matrix product', () => {
  const n = 2 * tileSide;
  const seed = '5a'.repeat(32);
  const tiles = [0, 1].flatMap((row) => [0, 1].map((column) => createTileComputer(seed, n)(row, column)));
  const c = Int32Array.from({ length: n * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    const tile = tiles[2 * Math.floor(row / tileSide) + Math.floor(column / tileSide)];
    return tile?.[tileSide * (row % tileSide) + (column % tileSide)] as number;
  });

  it('is the product multiplied by the row', () => {
    const row = Uint32Array.from({ length: n }, (_, at) => Math.imul(at + 1, 0x9e3779b1));
    const projected = Uint32Array.from({ length: n }, (_, column) => {
      let sum = 0;
      for (let at = 0; at < n; at += 1) sum = (sum + Math.imul(row[at] as number, c[at * n + column] as number)) | 0;
      return sum;
    });
    expect(projectedInt8Product(seed, n, row)).toEqual(projected);
  });

  it('hashes one tile after the other', () => {
    const hash = createHash('sha256');
    for (const tile of tiles) hash.update(new Uint8Array(tile.buffer));
    expect(hashOfTiles(new Uint32Array(c.buffer), n)).toBe(hash.digest('hex'));
  });
});
