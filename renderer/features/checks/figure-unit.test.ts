import { describe, expect, it } from 'vitest';
import { digitsFor, isTime, shownAs } from './figure-unit.ts';

describe('units', () => {
  it.each([
    ['GFLOPS', 9_999, 'GFLOPS', 1],
    ['GFLOPS', 76_100, 'TFLOPS', 1000],
    ['GOPS', 660_000, 'TOPS', 1000],
    ['MB', 67.108864, 'MiB', 1.048576],
    ['MB', 24_696.061952, 'GiB', 1073.741824],
    ['MH/s', 21_400, 'GH/s', 1000],
    ['Mbit/s', 868, 'Mbit/s', 1],
    ['Mbit/s', 25_000, 'Gbit/s', 1000],
    ['GB/s', 3350, 'GB/s', 1],
    ['IOPS', 410_000, 'IOPS', 1],
    ['s', 1200, 's', 1],
  ] as const)('shows %s of %d in %s', (unit, value, shown, divisor) =>
    expect(shownAs(unit, value)).toEqual({ unit: shown, divisor }),
  );

  it.each([
    [5.123, 2],
    [51.23, 1],
    [512.3, 0],
    [0.02, 2],
  ])('keeps three figures of %d', (value, digits) => expect(digitsFor(value)).toBe(digits));

  it.each([
    ['s', true],
    ['µs', true],
    ['GB/s', false],
  ] as const)('knows of %s whether less is better: %s', (unit, expected) => expect(isTime(unit)).toBe(expected));
});
