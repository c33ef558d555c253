/** What each pass of the memory check writes. The sequence is fixed, so that a finding can be looked for again. Pure. */

/**
 * - `own_address`: each pair of words holds its address; finds memory that answers under two addresses
 * - `moving_inversions`: one word everywhere, then its inverse; finds bits that stick or leak
 * - `random`: a number from the place and the seed; finds what depends on the data around
 */
export type MemoryTest = 'own_address' | 'moving_inversions' | 'random';

export interface PassPattern {
  test: MemoryTest;
  /** The word of a moving inversion, the seed of a random pattern, else 0. */
  key: number;
}

/** Whole words first, then a single one that walks; its inverse is the walking zero. */
const movingWords: readonly number[] = [
  0,
  0x55555555,
  0x33333333,
  0x0f0f0f0f,
  0x00ff00ff,
  0x0000ffff,
  ...Array.from({ length: 32 }, (_, bit) => (1 << bit) >>> 0),
];

const seedOf = (number: number): number => Math.imul(number + 1, 0x9e3779b1) >>> 0;

/** @param pass from 0. The first three are one of each test; own addresses come again with every tenth pass */
export const patternOfPass = (pass: number): PassPattern => {
  if (pass % 10 === 0) return { test: 'own_address', key: 0 };
  if (pass % 2 === 0) return { test: 'random', key: seedOf(pass) };
  return { test: 'moving_inversions', key: movingWords[((pass - 1) / 2) % movingWords.length] as number };
};

/** The key for one shard: a random pattern is seeded for each, because word numbers repeat in every shard. */
export const keyForShard = ({ test, key }: PassPattern, shard: number): number =>
  test === 'random' ? (key ^ seedOf(shard)) >>> 0 : key;
