import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nothingRead, type Reading, type Readings } from '../../shared/contract/app/machine.ts';
import { addReading } from './reading-history.ts';

const minuteMs = 60_000;

const readingAt = (at: number): Reading => ({
  at,
  ...nothingRead,
});

const historyOf = (times: readonly number[]): Readings['gpus'][string] | null =>
  times.reduce<Readings['gpus'][string] | null>((history, at) => addReading(history, readingAt(at)), null);

describe('the history of readings', () => {
  it('keeps the newest reading and the first one of each minute', () => {
    const history = historyOf([0, 5_000, minuteMs, minuteMs + 5_000]);
    expect(history?.now.at).toBe(minuteMs + 5_000);
    expect(history?.lastHour.map(({ at }) => at)).toEqual([0, minuteMs]);
  });

  it('forgets what is an hour old', () => {
    const history = historyOf([0, 30 * minuteMs, 61 * minuteMs]);
    expect(history?.lastHour.map(({ at }) => at)).toEqual([30 * minuteMs, 61 * minuteMs]);
  });

  it('drops the future when the clock is set back', () =>
    expect(historyOf([90 * minuteMs, 10 * minuteMs])?.lastHour.map(({ at }) => at)).toEqual([10 * minuteMs]));

  it('holds at most 60 readings, in order, within the hour before the newest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200 * minuteMs), { minLength: 1, maxLength: 300 }), (times) => {
        const ordered = times.toSorted((a, b) => a - b);
        const history = historyOf(ordered)?.lastHour ?? [];
        expect(history.length).toBeLessThanOrEqual(60);
        expect(history.map(({ at }) => at)).toEqual(history.map(({ at }) => at).toSorted((a, b) => a - b));
        expect(history.every(({ at }) => at > (ordered.at(-1) ?? 0) - 60 * minuteMs)).toBe(true);
      }),
    );
  });
});
