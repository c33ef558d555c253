import { describe, expect, it } from 'vitest';
import { shardOrder, strideOfSweep } from './order.ts';

describe('the order of the shards', () => {
  it.each([1, 2, 3, 4, 5, 24, 130])('visits each of %i once, in every pass', (count) => {
    for (let pass = 0; pass < 12; pass += 1) {
      expect(shardOrder(count, pass).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, at) => at));
    }
  });

  it('jumps, and begins elsewhere in the next pass', () => {
    expect(shardOrder(8, 0)).toEqual([0, 5, 2, 7, 4, 1, 6, 3]);
    expect(shardOrder(8, 1)[0]).toBe(1);
  });
});

describe('the order of the blocks in a shard', () => {
  it('is another permutation for each sweep of two passes', () => {
    const orders = [0, 1, 2, 3].map((sweep) =>
      Array.from({ length: 64 }, (_, step) => Math.imul(step, strideOfSweep(sweep)) & 63),
    );
    for (const order of orders) expect(new Set(order).size).toBe(64);
    expect(new Set(orders.map(String)).size).toBe(4);
  });
});
