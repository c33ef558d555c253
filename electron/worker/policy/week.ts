/** The owner's calendar: which hour of the week a moment lies in. Pure. */

export interface HourOfWeek {
  /** 0: Monday. */
  readonly day: number;
  /** 0..23 */
  readonly hour: number;
}

/** By the PC's own clock and zone: an hour that the zone skips or repeats follows the clock on the wall. */
export const hourOfWeek = (at: number): HourOfWeek => {
  const date = new Date(at);
  return { day: (date.getDay() + 6) % 7, hour: date.getHours() };
};

/** @returns what the table has for that hour; null where it lacks it */
export const inWeek = <Entry>(table: readonly (readonly Entry[])[], at: number): Entry | null => {
  const { day, hour } = hourOfWeek(at);
  return table[day]?.[hour] ?? null;
};
