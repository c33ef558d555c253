import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';

const draws = 20_000;
const all = (seed: number, count: number): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: draws }, (_, at) => random.below(count, 'outage', at % 200, Math.floor(at / 200)));
};

describe('draws', () => {
  it('are the same for the same seed, whatever was drawn before, and others for another', () => {
    const random = createRandom(1);
    const first = random.below(1_000_000, 'outage', 7, 9);
    random.below(1_000_000, 'play', 7, 9);
    expect(random.below(1_000_000, 'outage', 7, 9)).toBe(first);
    expect(all(1, 1_000)).toEqual(all(1, 1_000));
    expect(all(2, 1_000)).not.toEqual(all(1, 1_000));
  });

  it('are spread evenly over machines and hours', () => {
    for (const seed of [0, 1, 2 ** 32 - 1]) {
      const values = all(seed, 10);
      for (let value = 0; value < 10; value += 1)
        expect(Math.abs(values.filter((each) => each === value).length - draws / 10)).toBeLessThan(200);
    }
  });

  it('of neighbours, of other hours and for other purposes have nothing to do with each other', () => {
    const random = createRandom(3);
    const pairs = {
      neighbours: (at: number) => [random.below(2, 'outage', at), random.below(2, 'outage', at + 1)],
      hours: (at: number) => [random.below(2, 'outage', 5, at), random.below(2, 'outage', 5, at + 1)],
      purposes: (at: number) => [random.below(2, 'outage', at), random.below(2, 'play', at)],
    };
    for (const pairOf of Object.values(pairs)) {
      const same = Array.from({ length: draws }, (_, at) => pairOf(at)).filter(([left, right]) => left === right);
      expect(Math.abs(same.length - draws / 2)).toBeLessThan(300);
    }
  });

  it('happen as often as they are said to', () => {
    const random = createRandom(4);
    const happened = Array.from({ length: draws }, (_, at) => random.happens(50_000, 'review', at)).filter(Boolean);
    expect(Math.abs(happened.length - draws / 20)).toBeLessThan(150);
    expect(random.happens(0, 'review', 1)).toBe(false);
    expect(random.happens(1_000_000, 'review', 1)).toBe(true);
  });

  it('pick by weight, and never what has none', () => {
    const random = createRandom(5);
    const picked = Array.from({ length: draws }, (_, at) =>
      random.pick(
        [
          ['often', 3],
          ['never', 0],
          ['seldom', 1],
        ] as const,
        'class',
        at,
      ),
    );
    expect(picked).not.toContain('never');
    expect(Math.abs(picked.filter((each) => each === 'seldom').length - draws / 4)).toBeLessThan(300);
  });

  it('stay within both ends', () => {
    const random = createRandom(6);
    const values = Array.from({ length: 2_000 }, (_, at) => random.between(3, 5, 'cards', at));
    expect(new Set(values)).toEqual(new Set([3, 4, 5]));
  });
});
