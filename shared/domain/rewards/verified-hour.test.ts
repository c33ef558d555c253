import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../parameters/record.ts';
import { isExemptHour, isVerifiedHour } from './verified-hour.ts';

describe('an hour is verified', () => {
  it.each([
    [3, 45, true],
    [2, 60, false],
    [4, 44, false],
  ])('with %i proofs passed and %i minutes: %s', (proofsPassed, minutes, expected) =>
    expect(isVerifiedHour({ proofsPassed, minutes }, mainnetParameters)).toBe(expected),
  );
});

describe('a device is free of proofs', () => {
  const hired = { hasPassed: true, asked: 0, passed: 0, exempt: 4 };

  it.each([
    ['hired for the whole hour', {}, true],
    ['hired for a part of it, with what was asked before passed', { asked: 1, passed: 1, exempt: 3 }, true],
    ['with a proof failed before it was hired', { asked: 1, exempt: 3 }, false],
    ['hired, and never proven', { hasPassed: false }, false],
    ['not hired', { asked: 4, passed: 4, exempt: 0 }, false],
  ])('%s', (_what, more, expected) => expect(isExemptHour({ ...hired, ...more })).toBe(expected));
});
