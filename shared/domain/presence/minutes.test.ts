import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continuousMinutes,
  continuousMinutesAfter,
  countMinutes,
  type HourMinutes,
  heartbeatIntervalMs,
  listMinutes,
  minuteCounts,
  minutesBetween,
  noMinutes,
  uptimeBps,
  uptimeBpsOf,
} from './minutes.ts';

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

describe('uptime', () => {
  it('is measured against the minutes in which the network was up', () => {
    expect(uptimeBps([{ present: 0b0111n, served: 0b1111n }])).toBe(7_500);
    expect(uptimeBps([{ present: all, served: 0b1111n }])).toBe(10_000);
    expect(uptimeBps([{ present: all, served: noMinutes }])).toBe(0);
    expect(uptimeBps([])).toBe(0);
  });

  it('runs back from the end to the first served minute that was missed', () => {
    const withGap = all & ~(1n << 10n);
    expect(
      continuousMinutes([
        { present: all, served: all },
        { present: withGap, served: all },
      ]),
    ).toBe(49);
    expect(
      continuousMinutes([
        { present: all, served: all },
        { present: withGap, served: withGap },
      ]),
    ).toBe(119);
  });

  it('comes to the same hour by hour, in a window that moves, as from all hours at once', () => {
    const mask = fc.oneof(fc.constantFrom(noMinutes, all), fc.bigInt(0n, all));
    const anyHours: fc.Arbitrary<HourMinutes[]> = fc.array(fc.record({ present: mask, served: mask }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(anyHours, fc.integer({ min: 1, max: 12 }), (hours, windowHours) => {
        const counts = hours.map(minuteCounts);
        let sums = { present: 0, served: 0 };
        for (const [at, added] of counts.entries()) {
          const left = counts[at - windowHours] ?? { present: 0, served: 0 };
          sums = {
            present: sums.present + added.present - left.present,
            served: sums.served + added.served - left.served,
          };
        }
        expect(uptimeBpsOf(sums)).toBe(uptimeBps(hours.slice(-windowHours)));
        expect(hours.reduce(continuousMinutesAfter, 0)).toBe(continuousMinutes(hours));
      }),
    );
  });
});
