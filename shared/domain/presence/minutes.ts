/**
 * Minutes of a network hour in which somebody was there, as 60 bits, and what follows from them. A network minute is the
 * sixtieth part of a network hour, however long that is.
 */
import type { EpochMs } from '../../units/time.ts';

/** Bit n stands for minute n, 0..59. */
export type MinuteMask = bigint;

export const hourMinutes = 60;
export const noMinutes: MinuteMask = 0n;

const shortestHeartbeatMs = 1_000;
const longestHeartbeatMs = 30_000;

/** How often a device sends a heartbeat: once a network minute, but at least every 30 s and at most every second. */
export const heartbeatIntervalMs = (hourMs: number): number =>
  Math.min(longestHeartbeatMs, Math.max(shortestHeartbeatMs, Math.floor(hourMs / hourMinutes)));

/**
 * How long after its last heartbeat a device with an open connection still counts as present: one and a half intervals,
 * so that a heartbeat on its way, or the end of an hour between two of them, costs nobody a minute.
 */
export const presenceHoldsMs = (hourMs: number): number => heartbeatIntervalMs(hourMs) * 1.5;

/** Minute of the hour that a moment falls in, kept within 0..59. */
export const minuteOf = (at: EpochMs, hourStartsAt: EpochMs, hourMs: number): number =>
  Math.min(hourMinutes - 1, Math.max(0, Math.floor(((at - hourStartsAt) * hourMinutes) / hourMs)));

/**
 * Every minute touched between two moments of one hour.
 *
 * @param from  earlier than the hour's start: counted from its start
 * @param to  not before `from`; the moment itself counts, unless it is the next hour's first
 */
export const minutesBetween = (
  span: { readonly from: EpochMs; readonly to: EpochMs },
  hour: { readonly startsAt: EpochMs; readonly endsAt: EpochMs; readonly hourMs: number },
): MinuteMask => {
  const from = Math.max(span.from, hour.startsAt);
  const to = Math.min(span.to, hour.endsAt - 1);
  if (to < from) return noMinutes;
  const first = minuteOf(from, hour.startsAt, hour.hourMs);
  const last = minuteOf(to, hour.startsAt, hour.hourMs);
  return ((1n << BigInt(last - first + 1)) - 1n) << BigInt(first);
};

const halfMinutes = 30n;
const firstHalf = (1n << halfMinutes) - 1n;

/** Bits of a word of 30. */
const countBits = (word: number): number => {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

export const countMinutes = (mask: MinuteMask): number =>
  countBits(Number(mask & firstHalf)) + countBits(Number((mask >> halfMinutes) & firstHalf));

/** Minutes by number, in order. */
export const listMinutes = (mask: MinuteMask): number[] =>
  Array.from({ length: hourMinutes }, (_, minute) => minute).filter((minute) => ((mask >> BigInt(minute)) & 1n) === 1n);
