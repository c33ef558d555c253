import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countMinutes, heartbeatIntervalMs, listMinutes, minutesBetween, noMinutes } from './minutes.ts';

const hour = { startsAt: 100_000, endsAt: 160_000, hourMs: 60_000 };
const all = (1n << 60n) - 1n;

describe('minutes of an hour', () => {
  it.each([
    [3_600_000, 30_000],
    [600_000, 10_000],
    [20_000, 1_000],
  ])('of %i ms are beaten every %i ms', (hourMs, expected) => expect(heartbeatIntervalMs(hourMs)).toBe(expected));

  it('are all those touched between two moments', () => {
    expect(listMinutes(minutesBetween({ from: 101_500, to: 104_000 }, hour))).toEqual([1, 2, 3, 4]);
    expect(listMinutes(minutesBetween({ from: 159_999, to: 159_999 }, hour))).toEqual([59]);
  });

  it('never reach into another hour', () => {
    expect(minutesBetween({ from: 0, to: 1_000_000 }, hour)).toBe(all);
    expect(minutesBetween({ from: 160_000, to: 170_000 }, hour)).toBe(noMinutes);
    expect(minutesBetween({ from: 0, to: 99_999 }, hour)).toBe(noMinutes);
  });

  it('count as many as are listed', () => {
    expect(countMinutes(all)).toBe(60);
    expect(countMinutes(0b1011n)).toBe(3);
    expect(listMinutes(0b1011n)).toEqual([0, 1, 3]);
    fc.assert(
      fc.property(fc.bigInt(0n, all), (mask) => {
        expect(countMinutes(mask)).toBe(listMinutes(mask).length);
      }),
    );
  });
});
