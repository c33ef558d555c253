/** When a job ran, from what its device told of it, and the minutes of an hour that this touches. Pure. */

import type { EpochMs } from '../../units/time.ts';
import { type MinuteMask, minutesBetween, noMinutes } from '../presence/minutes.ts';

/** From then on the job's processes run, or stand still. */
export interface Turn {
  readonly at: EpochMs;
  readonly kind: 'running' | 'frozen';
}

/** `to` itself no longer belongs to it. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A job that began and stood still in one millisecond stands still. */
const inOrder = (a: Turn, b: Turn): number => a.at - b.at || (a.kind === 'running' ? -1 : 1);

/**
 * @param turns  in any order, the same one any number of times
 * @param window.from  when the lease began: nothing before it counts
 * @param window.to  when it ended, or now
 * @param window.ranMs  how long it ran, as its device said at its end; counts when no turn was heard. null: not said
 */
export const runningSpans = (
  turns: readonly Turn[],
  window: { readonly from: EpochMs; readonly to: EpochMs; readonly ranMs: number | null },
): Span[] => {
  const spans: Span[] = [];
  let since: EpochMs | null = null;
  const close = (to: EpochMs): void => {
    if (since !== null) spans.push({ from: since, to });
    since = null;
  };
  for (const { at, kind } of turns.toSorted(inOrder)) {
    if (kind === 'frozen') close(at);
    else since ??= at;
  }
  close(window.to);
  const heard = turns.length > 0 ? spans : [{ from: window.to - (window.ranMs ?? 0), to: window.to }];
  return heard
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => from < to);
};

/** Every minute of an hour in any part of which it ran. */
export const ranMinutes = (
  spans: readonly Span[],
  hour: { readonly startsAt: EpochMs; readonly endsAt: EpochMs; readonly hourMs: number },
): MinuteMask => spans.reduce((mask, { from, to }) => mask | minutesBetween({ from, to: to - 1 }, hour), noMinutes);
