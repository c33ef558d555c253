/** The newest reading and one per minute of the last hour. Pure. */
import type { Reading, Readings } from '../../shared/contract/app/machine.ts';

type History = Readings['gpus'][string];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const minuteOf = (reading: Reading): number => Math.floor(reading.at / minuteMs);

/**
 * @param history null before the first reading
 * @returns the history with `now` newest; the first reading of each minute stands for it, at most 60, oldest first.
 *   Readings from the future, left by a clock that was set back, are dropped.
 */
export const addReading = (history: History | null, now: Reading): History => {
  const kept = (history?.lastHour ?? []).filter(({ at }) => at > now.at - hourMs && at <= now.at);
  const last = kept.at(-1);
  const lastHour = last && minuteOf(last) === minuteOf(now) ? kept : [...kept, now];
  return { now, lastHour: lastHour.slice(-60) };
};
