/**
 * Which month of the emission a network hour falls in, counted without a clock: months of the calendar on a real
 * network, months of 720 hours on one whose hours are shortened.
 * Source: the network's rule set, section (c).
 */

export interface EmissionHour {
  /** 0 is the first month of the network. */
  readonly month: number;
  readonly hourOfMonth: number;
  readonly hoursInMonth: number;
}

/** Hours from 1970-01-01 UTC to the first emission on 2024-07-01 UTC. */
export const utcGenesisHour = 19_905 * 24;

const evenMonthHours = 720;
const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

const daysIn = (year: number, monthOfYear: number): number => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return monthOfYear === 1 && isLeap ? 29 : (monthDays[monthOfYear] ?? 0);
};

const evenHour = (hour: number): EmissionHour => ({
  month: Math.floor(hour / evenMonthHours),
  hourOfMonth: hour % evenMonthHours,
  hoursInMonth: evenMonthHours,
});

const utcHour = (hour: number): EmissionHour => {
  let left = hour;
  for (let month = 0; ; month += 1) {
    const sinceJanuary = month + 6;
    const hoursInMonth = daysIn(2024 + Math.floor(sinceJanuary / 12), sinceJanuary % 12) * 24;
    if (left < hoursInMonth) return { month, hourOfMonth: left, hoursInMonth };
    left -= hoursInMonth;
  }
};

/**
 * Places an hour in the emission's calendar.
 *
 * @param hoursSinceGenesis  whole network hours since the network's first; with `utc` that is 2024-07-01 00:00 UTC
 * @throws RangeError when it is negative or no whole number
 */
export const emissionHourAt = (calendar: 'utc' | 'even', hoursSinceGenesis: number): EmissionHour => {
  if (!Number.isSafeInteger(hoursSinceGenesis) || hoursSinceGenesis < 0) {
    throw new RangeError(`hours since genesis: ${hoursSinceGenesis}`);
  }
  return calendar === 'utc' ? utcHour(hoursSinceGenesis) : evenHour(hoursSinceGenesis);
};
