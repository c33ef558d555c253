import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countMinutes, noMinutes } from '../presence/minutes.ts';
import {
  absenceForOffence,
  type ContractHour,
  isAbandoned,
  judgeHour,
  longestAbsence,
  minuteExcuses,
} from './absence.ts';

const all = (1n << 60n) - 1n;
const first = (minutes: number): bigint => (1n << BigInt(minutes)) - 1n;
const hour = { served: all, heard: all, paused: noMinutes, ran: all, on: noMinutes };
/** Silent in its first minutes, with a sign of being on in each of them. */
const silentFor = (minutes: number) => ({ ...hour, heard: all ^ first(minutes), on: first(minutes) });

describe('a hired hour', () => {
  it('is short from the seventh silent minute on in which the device was on and its job ran', () => {
    expect(judgeHour(silentFor(6)).isShort).toBe(false);
    expect(judgeHour(silentFor(7))).toMatchObject({ against: first(7), isShort: true });
    expect(judgeHour(silentFor(60)).isShort).toBe(true);
  });

  it.each([
    ['network_down', { served: noMinutes }],
    ['owner_paused', { paused: all }],
    ['job_stood_still', { ran: noMinutes }],
    ['nothing_shows_it_on', { on: noMinutes }],
  ] as const)('is never short for %s', (excuse, change) => {
    const judged = judgeHour({ ...silentFor(60), ...change });
    expect(judged).toMatchObject({ against: noMinutes, isShort: false });
    expect(judged.excused[excuse]).toBe(all);
  });

  it('names the first excuse that holds', () => {
    const judged = judgeHour({ served: noMinutes, heard: noMinutes, paused: all, ran: noMinutes, on: noMinutes });
    expect(judged.excused).toEqual({
      network_down: all,
      owner_paused: noMinutes,
      job_stood_still: noMinutes,
      nothing_shows_it_on: noMinutes,
    });
  });

  it('puts each minute in one place, and holds none against anybody that has an excuse', () => {
    const mask = fc.bigInt({ min: 0n, max: all });
    fc.assert(
      fc.property(fc.record({ served: mask, heard: mask, paused: mask, ran: mask, on: mask }), (seen) => {
        const { against, excused, isShort } = judgeHour(seen);
        const places = [seen.heard, against, ...minuteExcuses.map((excuse) => excused[excuse])];
        expect(places.reduce((union, place) => union | place, 0n)).toBe(all);
        expect(places.reduce((sum, place) => sum + countMinutes(place), 0)).toBe(60);
        expect(against & ~(seen.served & seen.ran & seen.on & ~seen.paused & ~seen.heard)).toBe(0n);
        expect(isShort).toBe(countMinutes(against) >= 7);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('an absence', () => {
  const silent: ContractHour = {
    ...{ startsAt: 0, hourMs: 60_000, served: all, heard: noMinutes, paused: noMinutes, agreed: all },
  };
  const hours = (count: number, change: Partial<ContractHour> = {}): ContractHour[] =>
    Array.from({ length: count }, (_, index) => ({ ...silent, startsAt: index * 60_000, ...change }));

  it('is an offence after more than 48 hours of the contract, from the minute on in which it began', () => {
    expect(isAbandoned(longestAbsence(hours(48)))).toBe(false);
    const [last] = hours(1, { startsAt: 48 * 60_000, agreed: first(1) });
    const absence = longestAbsence([...hours(48), last as ContractHour]);
    expect(absence).toEqual({ minutes: absenceForOffence + 1, since: 0 });
    expect(isAbandoned(absence)).toBe(true);
    const half = { ...silent, heard: first(30) };
    expect(longestAbsence([half])).toEqual({ minutes: 30, since: 30_000 });
  });

  it.each([
    ['the network was down', { served: noMinutes }],
    ['the owner had declared a pause', { paused: all }],
    ['nothing was agreed any more', { agreed: noMinutes }],
  ])('does not count minutes in which %s, and is not ended by them', (_title, change) => {
    expect(longestAbsence(hours(100, change))).toEqual({ minutes: 0, since: null });
    const between = [...hours(30), ...hours(5, change), ...hours(30)];
    expect(longestAbsence(between).minutes).toBe(60 * 60);
  });

  it('is ended by one minute in which the device was heard', () => {
    const heard = [...hours(30), { ...silent, heard: 1n }, ...hours(30)];
    expect(longestAbsence(heard)).toEqual({ minutes: 59 + 30 * 60, since: 1_000 });
  });
});
