/** One hour of the economy on the network's calendar, from the first of its emission on. */
import type { ParameterRecord } from '../../shared/domain/parameters/record.ts';
import { type MinuteMask, minutesBetween } from '../../shared/domain/presence/minutes.ts';
import { utcGenesisHour } from '../../shared/domain/rewards/emission-calendar.ts';

export interface Hour {
  /** 0 is the economy's first, and the network's. */
  readonly number: number;
  /** Hours since 1970 UTC. */
  readonly epoch: number;
  readonly day: number;
  /** 0..23 */
  readonly ofDay: number;
  /** Milliseconds since 1970 UTC. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly hourMs: number;
  /** Minutes in which the network was up: here always all. */
  readonly served: MinuteMask;
}

export const dayHours = 24;

export const hourOf = (number: number, { hourMs }: Pick<ParameterRecord, 'hourMs'>): Hour => {
  const epoch = utcGenesisHour + number;
  const span = { startsAt: epoch * hourMs, endsAt: (epoch + 1) * hourMs, hourMs };
  return {
    number,
    epoch,
    day: Math.floor(number / dayHours),
    ofDay: number % dayHours,
    ...span,
    served: minutesBetween({ from: span.startsAt, to: span.endsAt }, span),
  };
};
