import { describe, expect, it } from 'vitest';
import { createHypergeometric, createPoisson, createRandom } from './draws.ts';

const draws = 20_000;
const shareBelow = (counts: ReturnType<typeof createPoisson>, count: number): number => {
  const random = createRandom(7);
  let found = 0;
  for (let run = 0; run < draws; run += 1) if (counts.draw(random) < count) found += 1;
  return found / draws;
};

describe('random numbers', () => {
  it('are the same for the same seed, and others for another', () => {
    const some = (seed: number): number[] => Array.from({ length: 40 }, createRandom(seed));
    expect(some(1)).toEqual(some(1));
    expect(some(2)).not.toEqual(some(1));
  });

  it('are spread evenly from 0 to below 1', () => {
    const random = createRandom(3);
    const all = Array.from({ length: draws }, random);
    expect(all.every((value) => value >= 0 && value < 1)).toBe(true);
    const tenths = Array.from({ length: 10 }, (_, tenth) => all.filter((x) => Math.floor(10 * x) === tenth).length);
    for (const count of tenths) expect(Math.abs(count - draws / 10)).toBeLessThan(200);
  });
});

describe('a Poisson count', () => {
  it.each([
    [2, 1, Math.exp(-2)],
    [2, 3, Math.exp(-2) * 5],
    [1024, 0, 0],
  ])('of mean %d is below %d with the probability of the formula', (mean, count, probability) =>
    expect(createPoisson(mean).below(count)).toBeCloseTo(probability, 12),
  );

  it('of an honest proof falls short of the demanded 876 once in a million, and one of 70 % of the lanes always', () => {
    expect(createPoisson(1024).below(876)).toBeLessThanOrEqual(1e-6);
    expect(createPoisson(1024).below(877)).toBeGreaterThan(1e-6);
    expect(1 - createPoisson(0.7 * 1024).below(876)).toBeLessThan(1e-8);
  });

  it('is drawn as often as it is likely', () => {
    const counts = createPoisson(1024);
    for (const count of [980, 1024, 1060])
      expect(Math.abs(shareBelow(counts, count) - counts.below(count))).toBeLessThan(0.015);
  });
});

describe('the marked ones of a sample', () => {
  it.each([
    [10, 3, 2, 1, (7 * 6) / (10 * 9)],
    [10, 3, 2, 2, 1 - (3 * 2) / (10 * 9)],
    [1024, 51, 64, 65, 1],
  ])('among %i with %i marked, of %i: below %i', (all, marked, sample, count, probability) =>
    expect(createHypergeometric(all, marked, sample).below(count)).toBeCloseTo(probability, 12),
  );
});
