/**
 * Walks that take longer from day to day. Dust and heat do that to honest cards, so it never opens a review alone; the
 * owner hears of it before the card fails its deadline.
 */
import type { Anomaly } from './anomaly.ts';
import type { DeviceTrace } from './device-trace.ts';
import { findingOf, onScale } from './finding.ts';
import { medianOf } from './order-statistics.ts';

const dayMs = 86_400_000;
const leastDays = 5;
const leastProofsADay = 3;
/** ln 1.1 and ln 1.4: a tenth slower is worth a word. */
const slipFrom = 0.095;
const slipTo = 0.336;
const mostScore = 0.5;

export interface Slip {
  /** Natural logarithm of the last days' time over the first days'. */
  readonly slip: number;
  /** No late day was as fast as an early one. */
  readonly isSteady: boolean;
  readonly days: number;
}

/** @returns null for less than five days with a few proofs each: a day's own warmth would be taken for a drift */
export const slipOf = ({ proofs }: Pick<DeviceTrace, 'proofs'>): Slip | null => {
  const first = proofs[0]?.at ?? 0;
  const days = [...Map.groupBy(proofs, ({ at }) => Math.floor((at - first) / dayMs))]
    .toSorted(([a], [b]) => a - b)
    .filter(([, ofDay]) => ofDay.length >= leastProofsADay)
    .map(([, ofDay]) => medianOf(ofDay.map(({ walk }) => walk)));
  if (days.length < leastDays) return null;
  const third = Math.max(2, Math.floor(days.length / 3));
  const early = days.slice(0, third);
  const late = days.slice(-third);
  return {
    slip: medianOf(late) - medianOf(early),
    isSteady: Math.min(...late) > Math.max(...early),
    days: days.length,
  };
};

/**
 * @param peerSlips of the model's devices, one an account; none while too few are known. A driver that slows all of
 *   them is nobody's drift.
 */
export const drift = (own: Slip | null, peerSlips: readonly number[]): Anomaly | null => {
  if (!own?.isSteady) return null;
  const common = peerSlips.length > 0 ? medianOf(peerSlips) : 0;
  const slip = own.slip - common;
  return findingOf('drift', onScale(slip, slipFrom, slipTo, mostScore), {
    timesAsLong: Math.exp(slip),
    days: own.days,
    peers: peerSlips.length,
  });
};
