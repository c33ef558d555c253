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

/** One hour as a device and the network itself were there. */
export interface HourMinutes {
  readonly present: MinuteMask;
  /** Minutes in which the network was up. When it is down nobody can be present, and nobody is held to it. */
  readonly served: MinuteMask;
}

/** Minutes of an hour, or of many, that a share of uptime is made of. */
export interface MinuteCounts {
  /** Of the served ones. */
  readonly present: number;
  readonly served: number;
}

/** What one hour adds to the counts; whoever keeps a window of hours takes it off again when the hour leaves it. */
export const minuteCounts = ({ present, served }: HourMinutes): MinuteCounts => ({
  present: countMinutes(present & served),
  served: countMinutes(served),
});

/** Share of the served minutes in which the device was present, floored; 0 when nothing was served. */
export const uptimeBpsOf = ({ present, served }: MinuteCounts): number =>
  served === 0 ? 0 : Math.floor((10_000 * present) / served);

/** The same of hours one by one. */
export const uptimeBps = (hours: readonly HourMinutes[]): number => {
  const counts = hours.map(minuteCounts);
  return uptimeBpsOf({
    present: counts.reduce((sum, { present }) => sum + present, 0),
    served: counts.reduce((sum, { served }) => sum + served, 0),
  });
};

/** Served minutes present in a row, back from the end of one hour, and whether these are all of its served ones. */
const lastInRow = ({ present, served }: HourMinutes): { minutes: number; isWhole: boolean } => {
  if ((present & served) === served) return { minutes: countMinutes(served), isWhole: true };
  let minutes = 0;
  for (let minute = hourMinutes - 1; ; minute -= 1) {
    const bit = 1n << BigInt(minute);
    if ((served & bit) === 0n) continue;
    if ((present & bit) === 0n) return { minutes, isWhole: false };
    minutes += 1;
  }
};

/**
 * Served minutes in a row, back from the end of the last hour, in which the device was present.
 *
 * @param hours  oldest first
 */
export const continuousMinutes = (hours: readonly HourMinutes[]): number => {
  let minutes = 0;
  for (const hour of hours.toReversed()) {
    const last = lastInRow(hour);
    minutes += last.minutes;
    if (!last.isWhole) return minutes;
  }
  return minutes;
};

/** The same one hour later. @param before  minutes in a row up to the hour's start */
export const continuousMinutesAfter = (before: number, hour: HourMinutes): number => {
  const { minutes, isWhole } = lastInRow(hour);
  return isWhole ? before + minutes : minutes;
};
