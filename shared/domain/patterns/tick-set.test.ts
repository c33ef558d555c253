import { describe, expect, it } from 'vitest';
import { countOfAll, countOfBoth, setOf } from './tick-set.ts';

const below = (count: number, every: number): number[] =>
  Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every);

describe('a set of ticks', () => {
  it('counts what two or three sets have in common, across words and in each of their bits', () => {
    const [twos, threes, fives] = [2, 3, 5].map((every) => setOf(below(1_000, every), 1_000)) as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ];
    expect(countOfBoth(twos, twos)).toBe(500);
    expect(countOfBoth(twos, threes)).toBe(167);
    expect(countOfAll(twos, threes, fives)).toBe(34);
    const full = setOf(below(64, 1), 64);
    expect(countOfBoth(full, full)).toBe(64);
  });

  it('holds nothing when it is given nothing', () => {
    expect(countOfBoth(setOf([], 40), setOf([39], 40))).toBe(0);
  });
});
