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
  /** Steady load after them, counted apart; 0: none. */
  sustainMs: number;
}

/** Rates of the measured windows, at least three, and of the steady load that followed; in one unit. */
export interface Rates {
  windows: readonly number[];
  sustained: readonly number[];
}

const steadyWithin = 0.01;
/** In a row, because a card that wakes up does so by steps, and holds each for a while. */
const steadyWindows = 3;
const leastWarmupMs = 1000;
const mostWarmupMs = 5000;
const fewestWindows = 3;
/** Fewer than these say little of the spread. */
const enoughWindows = 15;

/**
 * @param window does about 200 ms of verified work. @returns its rate
 * @param monotonic milliseconds
 * @param report progress, 0..1
 * @throws what `window` throws
 */
export const collectWindows = async (
  window: () => Promise<number>,
  plan: WindowPlan,
  monotonic: () => number,
  report: (progress: number) => void,
): Promise<Rates> => {
  const begun = monotonic();
  const warmupMs = Math.min(mostWarmupMs, plan.budgetMs / 3);
  const measuredShare = plan.budgetMs / (plan.budgetMs + plan.sustainMs);
  const tell = (share: number): void => report(share * measuredShare);
  let last: number[] = [];
  const isWarm = (warmedMs: number): boolean => {
    const isSteady = last.length === steadyWindows && Math.max(...last) <= (1 + steadyWithin) * Math.min(...last);
    return warmedMs >= warmupMs || (isSteady && warmedMs >= leastWarmupMs);
  };
  for (let warmedMs = 0; !isWarm(warmedMs); warmedMs = monotonic() - begun) {
    last = [...last, await window()].slice(-steadyWindows);
    tell((0.2 * Math.min(warmupMs, monotonic() - begun)) / warmupMs);
  }
  const windows: number[] = [];
  while (windows.length < plan.windows && (windows.length < fewestWindows || monotonic() - begun < plan.budgetMs)) {
    windows.push(await window());
    tell(0.2 + 0.8 * (windows.length / plan.windows));
  }
  const sustained: number[] = [];
  const heldSince = monotonic();
  for (let heldMs = 0; heldMs < plan.sustainMs; heldMs = monotonic() - heldSince) {
    sustained.push(await window());
    report(measuredShare + (1 - measuredShare) * Math.min(1, (monotonic() - heldSince) / plan.sustainMs));
  }
  return { windows, sustained };
};

/** The value below which `share` (0..1) of the sorted values lie, between neighbours in proportion. */
const quantile = (sorted: readonly number[], share: number): number => {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
};

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

/** Standard deviation of the population over its mean. */
const variationOf = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) / mean;
};

/** Units in which less is better. */
const isCost = (unit: Figure['unit']): boolean => unit === 's' || unit === 'µs';

/** @param rates at least one window, all above 0 and in `unit` */
export const figureOf = ({ windows, sustained }: Rates, unit: Figure['unit']): Figure => {
  const sorted = ascending(windows);
  const best = quantile(sorted, isCost(unit) ? 0 : 1);
  // What a card holds shows at the end: heat needs its time.
  const held =
    sustained.length === 0 ? null : quantile(ascending(sustained.slice(-Math.ceil(sustained.length / 3))), 0.5);
  return {
    unit,
    median: quantile(sorted, 0.5),
    p10: quantile(sorted, 0.1),
    p90: quantile(sorted, 0.9),
    best,
    cv: windows.length < 2 ? null : variationOf(windows),
    windows: windows.length,
    isBrief: windows.length < enoughWindows,
    sustained: held,
    throttleRatio: held === null ? null : held / best,
  };
};

/** A figure of one single value, such as a duration or an amount that was covered. */
export const singleFigure = (value: number, unit: Figure['unit']): Figure => ({
  ...figureOf({ windows: [value], sustained: [] }, unit),
  isBrief: false,
});
