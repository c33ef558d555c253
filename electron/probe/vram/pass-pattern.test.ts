import { describe, expect, it } from 'vitest';
import { keyForShard, patternOfPass } from './pass-pattern.ts';

const passes = (count: number) => Array.from({ length: count }, (_, pass) => patternOfPass(pass));

describe('what the passes write', () => {
  it('is one of each test in the first three', () =>
    expect(passes(3).map(({ test }) => test)).toEqual(['own_address', 'moving_inversions', 'random']));

  it('is five inversions, four random patterns and the addresses in ten', () => {
    const tests = passes(10).map(({ test }) => test);
    expect(tests.filter((test) => test === 'moving_inversions')).toHaveLength(5);
    expect(tests.filter((test) => test === 'random')).toHaveLength(4);
  });

  it('walks a single one through all bits as passes go on, and then begins anew', () => {
    const words = passes(2 * 38 + 2).flatMap(({ test, key }) => (test === 'moving_inversions' ? [key] : []));
    expect(words.slice(0, 4)).toEqual([0, 0x55555555, 0x33333333, 0x0f0f0f0f]);
    expect(words.slice(6, 38)).toEqual(Array.from({ length: 32 }, (_, bit) => 2 ** bit));
    expect(words[38]).toBe(0);
  });

  it('is seeded anew for each random pass and each shard', () => {
    const seeds = passes(40)
      .filter(({ test }) => test === 'random')
      .flatMap((pattern) => [0, 1, 2, 130].map((shard) => keyForShard(pattern, shard)));
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });

  it('is the same word in every shard of a moving inversion', () =>
    expect(keyForShard({ test: 'moving_inversions', key: 0x55555555 }, 7)).toBe(0x55555555));
});
