/**
 * Which quarter an owner's tag is of. The tag itself is drawn by the network: 64 random bits for each account and
 * quarter, so that nothing about an owner follows from it.
 */
import type { ParameterRecord } from '../parameters/record.ts';
import { emissionHourAt } from '../rewards/emission-calendar.ts';

const quarterMonths = 3;

/**
 * Counts quarters of the network's calendar; the first begins with its first hour, on a real network on a quarter's
 * first day.
 *
 * @param emissionHour  as the hour itself has it
 */
export const tagQuarter = (emissionHour: number, { calendar }: Pick<ParameterRecord, 'calendar'>): number =>
  Math.floor(emissionHourAt(calendar, emissionHour).month / quarterMonths);
