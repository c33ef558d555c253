import { describe, expect, it } from 'vitest';
import { baseUnitsPerIo } from '../../shared/units/money.ts';
import { createFormats, type UnitText } from './formats.ts';

const short = { watts: 'W', days: 'd', hours: 'h', minutes: 'min', seconds: 's' };
const units: UnitText = {
  one: (unit, _count, value) => `${value}\u00a0${short[unit]}`,
  two: (first, second) => `${first} ${second}`,
};
const en = createFormats('en', units);
const es = createFormats('es', units);
const ar = createFormats('ar', units);
/** Shows no-break spaces, so that the tables below can be read. */
const seen = (text: string): string => text.replaceAll('\u00a0', '_');

describe('amounts of coins', () => {
  it.each([
    [123_456_789_012n, '1,234.56_IO'],
    [1_999_999n, '0.01_IO'],
    [0n, '0.00_IO'],
    [-1n, '−0.01_IO'],
    [-450_000_000n, '−4.50_IO'],
    [-450_000_001n, '−4.51_IO'],
  ])('%d base units: income rounds down, a loss rounds up: %s', (amount, text) =>
    expect(seen(en.coins(amount))).toBe(text),
  );

  it('are exact with eight places', () => expect(seen(en.coins(123_456_789n, { places: 8 }))).toBe('1.23456789_IO'));
  it('keep every digit of an amount beyond floating point', () =>
    expect(en.coinFigure(9_007_199_254_740_993n * baseUnitsPerIo + 1n, { places: 8 })).toBe(
      '9,007,199,254,740,993.00000001',
    ));
  it('round up what is asked of the owner', () =>
    expect(seen(en.coins(45_000_000_001n, { rounding: 'up' }))).toBe('450.01_IO'));
  it('sign income where asked, and never zero', () =>
    expect([150_000_000n, 0n, -150_000_000n].map((amount) => seen(en.coins(amount, { signed: true })))).toEqual([
      '+1.50_IO',
      '0.00_IO',
      '−1.50_IO',
    ]));
  it('write a loss with the minus sign, rounded up', () => expect(seen(en.loss(450_000_001n))).toBe('−4.51_IO'));
  it('follow the language', () => expect(seen(es.coins(123_456_789_012n))).toBe('1234,56_IO'));
  it('stay in order inside Arabic, in Latin digits', () =>
    expect(seen(ar.coins(711_000_000n))).toBe('\u20667.11_IO\u2069'));
});

describe('figures', () => {
  it.each([
    [24 * 1024 ** 3, '24_GB'],
    [24_564 * 1024 ** 2, '24_GB'],
    [19.4 * 1024 ** 3, '19.4_GB'],
    [142 * 1024 ** 2, '142_MB'],
    [0, '0_byte'],
  ])('%d bytes are %s', (bytes, text) => expect(seen(en.bytes(bytes))).toBe(text));

  it.each([
    [en, 0.97, '97_%'],
    [es, 0.97, '97_%'],
  ])('put a no-break space before the percent sign', (formats, ratio, text) =>
    expect(seen(formats.percent(ratio))).toBe(text),
  );

  it('put a no-break space before the degree sign', () => expect(seen(en.celsius(64))).toBe('64_°C'));
  it('write a minus sign, not a hyphen', () => expect(en.number(-3)).toBe('−3'));
  it('name a unit alone, for a field that holds the number', () =>
    expect([en.unit('gigabyte'), en.unit('celsius')]).toEqual(['GB', '°C']));
  it('write watts', () => expect(seen(en.watts(311.6))).toBe('312_W'));
});

describe('moments', () => {
  const now = new Date(2026, 10, 20, 16, 38, 7).getTime();
  it('are clock times of 24 hours', () =>
    expect([en.clock(now), en.clock(now, true), ar.clock(now)]).toEqual(['16:38', '16:38:07', '16:38']));
  it('show seconds of a deadline only where it has some', () =>
    expect([en.exactClock(now), en.exactClock(now - 7_000)]).toEqual(['16:38:07', '16:38']));
  it('name the day', () => expect(en.date(now)).toBe('Fri 20 Nov'));
  it('name the day without marks in every language', () => {
    for (const formats of [en, es, ar]) expect(formats.date(now)).not.toMatch(/[,،]/);
  });
  it('choose the plural of a length by its count', () => {
    const counts: number[] = [];
    const spoken = createFormats('en', {
      one: (unit, count) => {
        counts.push(count);
        return unit;
      },
      two: units.two,
    });
    expect([spoken.duration(86_400_000), spoken.duration(3 * 86_400_000), counts]).toEqual(['days', 'days', [1, 3]]);
  });
  it.each([
    [0, '16:38'],
    [-86_400_000, 'Thu 16:38'],
    [-10 * 86_400_000, '10 Nov, 16:38'],
  ])('say as much as is needed at a distance of %d ms', (distance, text) =>
    expect(en.moment(now + distance, now)).toBe(text),
  );
  it.each([
    [4_512, '4.5_s'],
    [45_000, '45_s'],
    [60_000, '1_min'],
    [80_000, '1_min 20_s'],
    [840_000, '14_min'],
    [8_040_000, '2_h 14_min'],
    [7_200_000, '2_h'],
    [14 * 86_400_000, '14_d'],
  ])('%d ms last %s', (ms, text) => expect(seen(en.duration(ms))).toBe(text));
  it('keep a version in its order inside Arabic', () => {
    expect(ar.verbatim('20.10.24+dfsg1')).toBe('\u206820.10.24+dfsg1\u2069');
    expect(en.verbatim('20.10.24+dfsg1')).toBe('20.10.24+dfsg1');
  });
  it('tell how long ago', () => expect(en.ago(now - 8_000, now)).toBe('8 seconds ago'));
  it('never tell of the future as past', () => expect(en.ago(now + 5_000, now)).toBe('now'));
});
