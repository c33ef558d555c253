/**
 * Measuring in windows: warm up until the rate is steady, then take the windows that the figure is made of. What a
 * window does, and whether its output was right, is the check's own.
 */
import type { Figure } from '../../shared/contract/app/checks.ts';

/** Thrown by a window whose output was not what it must be: there is no figure. */
export class WrongOutput extends Error {
  override readonly name = 'WrongOutput';
}

export interface WindowPlan {
  /** Windows that the figure needs. */
  windows: number;
  /** From the start to the last window; at least three windows are taken even when it is over. */
  budgetMs: number;
}

const steadyWithin = 0.01;
const mostWarmupMs = 5000;
const fewestWindows = 3;

/**
 * @param window does about 200 ms of verified work. @returns its rate
 * @param monotonic milliseconds
 * @param report progress, 0..1
 * @returns the rates of the measured windows, at least three
 * @throws what `window` throws
 */
export const collectWindows = async (
  window: () => Promise<number>,
  plan: WindowPlan,
  monotonic: () => number,
  report: (progress: number) => void,
): Promise<number[]> => {
  const begun = monotonic();
  const warmupMs = Math.min(mostWarmupMs, plan.budgetMs / 3);
  let last = await window();
  while (monotonic() - begun < warmupMs) {
    const rate = await window();
    const isSteady = Math.abs(rate - last) <= steadyWithin * last;
    last = rate;
    report((0.2 * Math.min(warmupMs, monotonic() - begun)) / warmupMs);
    if (isSteady) break;
  }
  const rates: number[] = [];
  while (rates.length < plan.windows && (rates.length < fewestWindows || monotonic() - begun < plan.budgetMs)) {
    rates.push(await window());
    report(0.2 + 0.8 * (rates.length / plan.windows));
  }
  return rates;
};

/** The value below which `share` (0..1) of the sorted values lie, between neighbours in proportion. */
const quantile = (sorted: readonly number[], share: number): number => {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
};

/** @param rates at least one, in `unit` */
export const figureOf = (rates: readonly number[], unit: Figure['unit']): Figure => {
  const sorted = rates.toSorted((a, b) => a - b);
  return {
    unit,
    median: quantile(sorted, 0.5),
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
    windows: rates.length,
  };
};
