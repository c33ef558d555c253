import { describe, expect, it } from 'vitest';
import { createItemWriter } from './item.ts';

const words = (seed: string, rounds: number, shard: number, item: number): string[] => {
  const out = new Int32Array(32);
  createItemWriter(seed, rounds)(shard, item, out, 0);
  return [...out].map((word) => (word >>> 0).toString(16).padStart(8, '0'));
};

const zeroSeed = '00'.repeat(32);
const seed = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

describe('an item', () => {
  it('of one round is the ChaCha8 keystream of its seed', () => {
    // the second published block of the zero key begins d2aefa0d eaa5c151
    const item = words(zeroSeed, 1, 0, 0);
    expect(item.slice(0, 2)).toEqual(['2fef003e', 'd6405f89']);
    expect(item.slice(16, 18)).toEqual(['0dfaaed2', '51c1a5ea']);
    expect(words(zeroSeed, 1, 0, 1).slice(0, 16)).not.toEqual(item.slice(16));
  });

  it('never changes', () => {
    expect(words(seed, 8, 3, 12_345)).toEqual([
      '29f31d1e',
      'ebcb4643',
      '8cc11b5e',
      '538891b1',
      '21a5e86b',
      'f2f3c0df',
      'a2373b6c',
      '8bd3abff',
      'a4a836e6',
      '20b40ed3',
      '5b9046a5',
      'de85d78d',
      '7a4fef3b',
      '0159e3a5',
      '4fb35e8a',
      '334d2241',
      '3ff0ee10',
      '8770fe2f',
      '8b167cee',
      '92b2a2cf',
      '78d441cb',
      '86859948',
      '0b65ba4f',
      '96adad96',
      '23ed5dc2',
      'beab7386',
      '1a0d1150',
      'ef721f51',
      '1af5d60e',
      'a149cf00',
      'f69fc381',
      '00db3870',
    ]);
  });

  it('depends on its seed, its shard, its place and the rounds', () => {
    const all = [
      words(seed, 2, 0, 0),
      words(zeroSeed, 2, 0, 0),
      words(seed, 2, 1, 0),
      words(seed, 2, 0, 1),
      words(seed, 3, 0, 0),
    ];
    expect(new Set(all.map((item) => item.join())).size).toBe(all.length);
    expect(new Set(all.map((item) => item[16])).size).toBe(all.length);
  });

  it('is written at its offset and nowhere else', () => {
    const out = new Int32Array(96).fill(7);
    createItemWriter(seed, 2)(0, 5, out, 32);
    expect([...out.slice(0, 32), ...out.slice(64)].every((word) => word === 7)).toBe(true);
  });

  it.each(['', 'ab', 'AB'.repeat(32), 'zz'.repeat(32)])('refuses the seed "%s"', (wrong) => {
    expect(() => createItemWriter(wrong, 1)).toThrow(RangeError);
  });
});
