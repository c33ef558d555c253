import { describe, expect, it } from 'vitest';
import { hourOfWeek, inWeek } from './week.ts';

/** 2026-01-05 is a Monday. */
const at = (day: number, hour: number, minute = 0): number =>
  new Date(2026, 0, 5 + day, hour, minute, 59, 999).getTime();

describe('the hour of the week', () => {
  it('begins on Monday at midnight, by the clock on the wall', () => {
    expect(hourOfWeek(at(0, 0))).toEqual({ day: 0, hour: 0 });
    expect(hourOfWeek(at(-1, 23, 59))).toEqual({ day: 6, hour: 23 });
    expect(hourOfWeek(at(5, 17, 59))).toEqual({ day: 5, hour: 17 });
  });

  it('is found in every cell of a table', () => {
    const table = Array.from({ length: 7 }, (_, day) => Array.from({ length: 24 }, (_, hour) => `${day}/${hour}`));
    for (let day = 0; day < 7; day += 1)
      for (let hour = 0; hour < 24; hour += 1) expect(inWeek(table, at(day, hour, 30))).toBe(`${day}/${hour}`);
  });

  it('is null where the table lacks it, and false where the table says so', () => {
    expect(inWeek([], at(0, 0))).toBeNull();
    expect(inWeek([['a']], at(0, 1))).toBeNull();
    expect(inWeek([[false]], at(0, 0))).toBe(false);
  });
});
