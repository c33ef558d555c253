/**
 * The calendar of coins that come back: one bar per part that cools, one dashed bar for the stake "if you left now",
 * on a time axis whose step follows its length (a play network's cooldown may take a minute). Pure.
 */
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import type { EpochMs } from '../../../shared/units/time.ts';

export interface CooldownBar {
  key: string;
  kind: 'cooling' | 'if_left_now';
  amount: bigint;
  from: EpochMs;
  freeAt: EpochMs;
  /** 0..1 along the axis. */
  start: number;
  end: number;
}

export interface CooldownCalendar {
  bars: CooldownBar[];
  ticks: { at: EpochMs; place: number }[];
  /** 0..1 along the axis. */
  now: number;
  /** Step between ticks: below a day, ticks are times of day. */
  stepMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  10 * second,
  30 * second,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
] as const;

/** First tick at or after `from`: whole steps since local midnight, so that days begin where the owner's do. */
const firstTick = (from: EpochMs, stepMs: number): EpochMs => {
  const midnight = new Date(from).setHours(0, 0, 0, 0);
  const aligned = Math.min(stepMs, day);
  return midnight + Math.ceil((from - midnight) / aligned) * aligned;
};

/** @returns null when nothing is staked and nothing cools */
export const cooldownCalendar = (
  stake: Pick<StakeState, 'staked' | 'cooldownMs' | 'cooling'>,
  now: EpochMs,
): CooldownCalendar | null => {
  const spans: Omit<CooldownBar, 'start' | 'end'>[] = stake.cooling.map(({ id, amount, askedAt, freeAt }) => ({
    key: id,
    kind: 'cooling',
    amount,
    from: askedAt,
    freeAt,
  }));
  if (stake.staked > 0n) {
    spans.push({
      key: 'if-left-now',
      kind: 'if_left_now',
      amount: stake.staked,
      from: now,
      freeAt: now + stake.cooldownMs,
    });
  }
  if (spans.length === 0) return null;
  const earliest = Math.min(now, ...spans.map(({ from }) => from));
  const latest = Math.max(now + second, ...spans.map(({ freeAt }) => freeAt));
  const margin = (latest - earliest) * 0.06;
  const from = earliest - margin;
  const length = latest + margin - from;
  const place = (at: EpochMs): number => (at - from) / length;
  const stepMs = steps.find((candidate) => length / candidate <= 4) ?? 28 * day;
  const ticks: CooldownCalendar['ticks'] = [];
  for (let at = firstTick(from, stepMs); at <= from + length; at += stepMs) ticks.push({ at, place: place(at) });
  return {
    bars: spans.map((span) => ({ ...span, start: place(span.from), end: place(span.freeAt) })),
    ticks,
    now: place(now),
    stepMs,
  };
};
