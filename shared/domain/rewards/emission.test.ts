import { describe, expect, it } from 'vitest';
import { ioText } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { emissionCap, hourEmission, monthEmission, poolShares } from './emission.ts';
import { emissionHourAt, utcGenesisHour } from './emission-calendar.ts';

const allMonths = Array.from({ length: 300 }, (_, month) => monthEmission(month));

describe('emission', () => {
  it('gives the first hour of July 2024 4,480.28673835 IO, and each pool its part', () => {
    const hour = hourEmission(0, 0, 744);
    const pools = poolShares(hour, mainnetParameters);
    expect([ioText(hour), ioText(pools.enterprise), ioText(pools.community)]).toEqual([
      '4480.28673835',
      '4256.27240143',
      '224.01433692',
    ]);
  });

  it('mints exactly 300 million IO over 240 months and clips the last to 285,411.40484228 IO', () => {
    expect(allMonths.reduce((sum, amount) => sum + amount, 0n)).toBe(emissionCap);
    expect(ioText(monthEmission(239))).toBe('285411.40484228');
    expect(monthEmission(240)).toBe(0n);
  });

  it('gives the last hour of July 2024 what the floored hours left, and August 0.989849199 of July', () => {
    expect(ioText(hourEmission(0, 742, 744))).toBe('4480.28673835');
    expect(ioText(hourEmission(0, 743, 744))).toBe('4480.28673928');
    expect(ioText(monthEmission(0))).toBe('3333333.33333333');
    expect(ioText(monthEmission(1))).toBe('3299497.32999999');
  });

  it('refuses an hour that the month does not have', () => {
    expect(() => hourEmission(0, 744, 744)).toThrow(RangeError);
    expect(() => hourEmission(0, -1, 744)).toThrow(RangeError);
  });
});

describe('the calendar of the emission', () => {
  it.each([
    ['the first hour of July 2024', Date.UTC(2024, 6, 1, 0), { month: 0, hourOfMonth: 0, hoursInMonth: 744 }],
    ['the last hour of July 2024', Date.UTC(2024, 6, 31, 23), { month: 0, hourOfMonth: 743, hoursInMonth: 744 }],
    ['a February of 28 days', Date.UTC(2026, 1, 28, 23), { month: 19, hourOfMonth: 671, hoursInMonth: 672 }],
    ['the leap day of 2028', Date.UTC(2028, 1, 29, 12), { month: 43, hourOfMonth: 684, hoursInMonth: 696 }],
    ['the last month with an emission', Date.UTC(2044, 5, 30, 23), { month: 239, hourOfMonth: 719, hoursInMonth: 720 }],
  ])('finds %s', (_title, startMs, expected) => {
    expect(emissionHourAt('utc', startMs / 3_600_000 - utcGenesisHour)).toEqual(expected);
  });

  it('counts months of 720 hours on a network with hours of its own', () => {
    expect(emissionHourAt('even', 1_441)).toEqual({ month: 2, hourOfMonth: 1, hoursInMonth: 720 });
  });

  it.each([-1, 0.5, Number.NaN])('refuses hour %s', (hour) => {
    expect(() => emissionHourAt('even', hour)).toThrow(RangeError);
  });
});
