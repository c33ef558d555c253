import { describe, expect, it } from 'vitest';
import { innerSpreadOf, medianOf, quantileOf, spreadOf } from './order-statistics.ts';

describe('order statistics', () => {
  it.each([
    [[7], 0.5, 7],
    [[4, 1, 3, 2], 0.5, 2.5],
    [[5, 1, 4, 2, 3], 0, 1],
    [[5, 1, 4, 2, 3], 1, 5],
    [[10, 0], 0.25, 2.5],
  ])('finds in %j below what a share of %d lies', (values, share, expected) => {
    expect(quantileOf(values, share)).toBe(expected);
  });

  it('gives long lists the same order as short ones', () => {
    const values = Array.from({ length: 501 }, (_, index) => (index * 7919) % 501);
    expect(medianOf(values)).toBe(250);
    expect(medianOf(values.slice(0, 63))).toBe(values.slice(0, 63).toSorted((a, b) => a - b)[31]);
  });

  it('is not moved by a few wild values', () => {
    const steady = Array.from({ length: 95 }, (_, index) => 100 + (index % 5));
    const wild = [...steady, 1e9, 1e9, 1e9, 1e9, 1e9];
    expect(spreadOf(wild)).toBe(spreadOf(steady));
    expect(innerSpreadOf(wild)).toBeLessThan(2);
  });
});
