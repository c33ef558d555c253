import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits, ioText, parseIo } from './money.ts';
import { numberMarksOf } from './number-marks.ts';

describe('amounts of IO', () => {
  it.each([
    ['12', 1_200_000_000n],
    ['0.5', 50_000_000n],
    [' 1,234.50 ', 123_450_000_000n],
    ['0.00000001', 1n],
  ])('reads %s', (text, expected) => expect(parseIo(text)).toBe(expected));

  it.each(['', '-1', '1.123456789', '1,23', 'ten', '1e3', '.5', '0x10', '٣'])('refuses %j', (text) =>
    expect(parseIo(text)).toBeNull(),
  );

  const spanish = numberMarksOf('es');
  const french = numberMarksOf('fr');
  it.each([
    ['153,75', spanish, 15_375_000_000n],
    ['1.250', spanish, 125_000_000_000n],
    ['1.250,5', spanish, 125_050_000_000n],
    ['12.5', spanish, null],
    ['1,250.50', spanish, null],
    ['1 250,5', french, 125_050_000_000n],
    ['1\u202f250,5', french, 125_050_000_000n],
    ['12.5', numberMarksOf('ar-u-nu-latn'), 1_250_000_000n],
  ])('reads %s by the marks of the language', (text, marks, expected) => expect(parseIo(text, marks)).toBe(expected));

  it('gives back every amount it writes', () => {
    fc.assert(fc.property(fc.bigInt(0n, 10n ** 17n), (amount) => parseIo(ioText(amount)) === inBaseUnits(amount)));
  });
});
