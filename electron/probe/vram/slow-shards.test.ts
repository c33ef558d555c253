import { describe, expect, it } from 'vitest';
import { isSettled, slowShardsOf, type TimedRound } from './slow-shards.ts';

const gib = 2 ** 30;
/** Shards of 1 GiB with a tail of half of it and a quarter, read in these milliseconds. */
const round = (...times: number[]): TimedRound =>
  times.map((windowMs, at) => ({ bytes: gib / 2 ** Math.max(0, at - (times.length - 3)), windowMs }));

const even = round(2.1, 2, 2.2, 2, 2.1, 2, 1.9, 2);
/** The last three in the system's memory, as a driver does that has run out: over PCIe 4. */
const spilled = round(2.1, 2, 2.2, 2, 2.1, 41, 44, 43);

describe('shards outside the memory of the GPU', () => {
  it('are none when all are read equally fast', () => {
    expect(slowShardsOf([even, even])).toEqual([]);
    expect(isSettled([even, even])).toBe(true);
  });

  it('are those that are slow in one round and the next', () => {
    expect(slowShardsOf([even, spilled, spilled])).toEqual([5, 6, 7]);
    expect(isSettled([spilled, spilled])).toBe(false);
  });

  it('are found when they are more than half of it', () => {
    const mostlySpilled = round(2.1, 2, 40, 41, 41, 41, 44, 43);
    expect(slowShardsOf([mostlySpilled, mostlySpilled])).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('are found when only a part of a shard was moved', () => {
    const partly = round(2.1, 2, 2.2, 2, 2.1, 2, 9, 2);
    expect(slowShardsOf([partly, partly])).toEqual([6]);
  });

  it('are not those that something else delayed once', () => {
    const noisy = round(2.1, 2, 2.2, 30, 2.1, 2, 1.9, 2);
    expect(slowShardsOf([even, noisy])).toEqual([]);
    expect(isSettled([even, noisy])).toBe(false);
    expect(slowShardsOf([noisy, even])).toEqual([]);
    expect(isSettled([noisy, even])).toBe(true);
  });

  it('are not different ones in each round', () => {
    expect(slowShardsOf([round(2, 2, 2, 30, 2, 2), round(2, 2, 2, 2, 30, 2)])).toEqual([]);
  });

  it('are not the large ones beside small ones that a cache holds', () => {
    const cachedTail = round(2, 2.1, 2, 2, 0.4, 0.3);
    expect(slowShardsOf([cachedTail, cachedTail])).toEqual([]);
  });

  it('are not a whole round that was slow', () => {
    const busy = even.map(({ bytes, windowMs }) => ({ bytes, windowMs: 5 * windowMs }));
    expect(slowShardsOf([even, busy])).toEqual([]);
  });

  it('cannot be told of one alone, nor after a single round', () => {
    expect(slowShardsOf([round(50), round(50)])).toEqual([]);
    expect(slowShardsOf([spilled])).toEqual([]);
    expect(slowShardsOf([])).toEqual([]);
  });
});
