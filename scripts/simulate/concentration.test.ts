import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giniBps, spreadOf, topShareBps } from './concentration.ts';

describe('concentration', () => {
  it.each([
    ['all the same', [5n, 5n, 5n, 5n], 0],
    ['one of four has all', [0n, 0n, 0n, 8n], 7_500],
    ['1, 2, 3 and 4', [4n, 2n, 1n, 3n], 2_500],
    ['nobody has anything', [0n, 0n], null],
    ['nobody', [], null],
  ])('of %s', (_what, amounts, expected) => expect(giniBps(amounts)).toBe(expected));

  it('is the mean difference of all pairs over twice the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 1_000n), { minLength: 1, maxLength: 12 }), (amounts) => {
        const total = amounts.reduce((sum, amount) => sum + amount, 0n);
        fc.pre(total > 0n);
        const differences = amounts
          .flatMap((left) => amounts.map((right) => (left > right ? left - right : right - left)))
          .reduce((sum, each) => sum + each, 0n);
        expect(giniBps(amounts)).toBe(Number((10_000n * differences) / (2n * BigInt(amounts.length) * total)));
      }),
    );
  });

  it('gives the largest their share of everything', () => {
    expect(topShareBps([1n, 6n, 1n, 2n], 2)).toBe(8_000);
    expect(topShareBps([1n], 10)).toBe(10_000);
    expect(topShareBps([0n], 10)).toBeNull();
  });
});

describe('a spread', () => {
  it('is of amounts that somebody has', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => BigInt(100 - at));
    expect(spreadOf(hundred)).toEqual({ median: 50n, p10: 10n, p90: 90n });
    expect(spreadOf([-3n])).toEqual({ median: -3n, p10: -3n, p90: -3n });
    expect(spreadOf([])).toBeNull();
  });
});
