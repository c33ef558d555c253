/** Where a measured figure lies beside the last one on this PC: unit steps, ratios and positions on one axis. Pure. */
import type { CheckStep, Figure } from '../../../shared/contract/app/checks.ts';

export type ShownUnit = Figure['unit'] | 'TFLOPS' | 'GB' | 'GH/s';

const larger: Partial<Record<Figure['unit'], ShownUnit>> = { GFLOPS: 'TFLOPS', 'MH/s': 'GH/s' };

export interface ShownFigure {
  unit: ShownUnit;
  /** What to divide a raw value of this figure by. */
  divisor: number;
}

/** Memory is measured in millions of bytes and shown as its makers count it, in powers of 1,024. */
const shownMemory = (value: number): ShownFigure => {
  const asMegabytes = 1024 ** 2 / 1e6;
  return value / asMegabytes >= 1000
    ? { unit: 'GB', divisor: asMegabytes * 1024 }
    : { unit: 'MB', divisor: asMegabytes };
};

/** From a thousand on, the next unit: 12,400 GFLOPS reads as 12.4 TFLOPS. Seconds and GB/s stay. */
export const shownAs = (unit: Figure['unit'], value: number): ShownFigure => {
  if (unit === 'MB') return shownMemory(value);
  const next = larger[unit];
  return next && value >= 1000 ? { unit: next, divisor: 1000 } : { unit, divisor: 1 };
};

/** Digits after the point that keep three figures: 5.12, 51.2, 512. */
export const digitsFor = (value: number): number => {
  const size = Math.abs(value);
  if (size >= 100) return 0;
  return size >= 10 ? 1 : 2;
};

/** This time ÷ last time; null without a last time. */
export const ratioToLast = (step: CheckStep): number | null =>
  step.figure && step.previousMedian !== null && step.previousMedian > 0
    ? step.figure.median / step.previousMedian
    : null;

/** What a figure is compared with: the last median, or its own the first time. null: nothing to draw. */
const centreOf = (step: CheckStep): number | null => {
  if (!step.figure) return null;
  const centre = step.previousMedian !== null && step.previousMedian > 0 ? step.previousMedian : step.figure.median;
  return centre > 0 ? centre : null;
};

const reaches = [0.2, 0.5, 1] as const;

/**
 * How far the shared axis goes to each side of the last figure: 0.2, 0.5 or 1, the smallest that holds every band and
 * median of the run. What lies further out is drawn at the edge.
 */
export const reachOf = (steps: readonly CheckStep[]): number => {
  let widest = 0;
  for (const step of steps) {
    const centre = centreOf(step);
    if (!step.figure || centre === null) continue;
    for (const value of [step.figure.p10, step.figure.median, step.figure.p90])
      widest = Math.max(widest, Math.abs(value / centre - 1));
  }
  return reaches.find((reach) => widest <= reach) ?? 1;
};

export interface FigurePlace {
  /** 0..1 along the axis; 0.5 is the last figure. */
  bandStart: number;
  bandEnd: number;
  point: number;
  /** False the first time: the centre is then no reference and is not marked. */
  hasReference: boolean;
}

/** @returns null when the step has no figure */
export const placeOf = (step: CheckStep, reach: number): FigurePlace | null => {
  const centre = centreOf(step);
  if (!step.figure || centre === null) return null;
  const at = (value: number): number => Math.min(1, Math.max(0, (value / centre - 1) / (2 * reach) + 0.5));
  return {
    bandStart: at(Math.min(step.figure.p10, step.figure.p90)),
    bandEnd: at(Math.max(step.figure.p10, step.figure.p90)),
    point: at(step.figure.median),
    hasReference: step.previousMedian !== null && step.previousMedian > 0,
  };
};
