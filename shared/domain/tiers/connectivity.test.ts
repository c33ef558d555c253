import { describe, expect, it } from 'vitest';
import { connectivityTier } from './connectivity.ts';

describe('the connectivity tier', () => {
  it.each([
    [100, 10, 1],
    [99, 1_000, 0],
    [400, 299, 1],
    [400, 300, 2],
    [799, 600, 2],
    [800, 600, 3],
    [1_600, 1_199, 3],
    [1_600, 1_200, 4],
  ])('of %i down and %i up is %i', (downMbps, upMbps, tier) =>
    expect(connectivityTier([{ downMbps, upMbps }])).toBe(tier),
  );

  it('is the lower median of the last twelve tests', () => {
    const fast = { downMbps: 2_000, upMbps: 2_000 };
    const slow = { downMbps: 100, upMbps: 10 };
    const six = <Item>(item: Item): Item[] => Array.from({ length: 6 }, () => item);
    expect(connectivityTier([...six(slow), ...six(fast)])).toBe(1);
    expect(connectivityTier([...six(slow), ...six(fast), fast])).toBe(4);
    expect(connectivityTier([])).toBe(0);
  });
});
