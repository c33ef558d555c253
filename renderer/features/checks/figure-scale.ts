/** Where a measured figure lies beside what it is held against, as shares of it on one axis: further on is better. Pure. */
import type { CheckStep, Figure, Reference } from '../../../shared/contract/app/checks.ts';
import { isTime } from './figure-unit.ts';

export interface Yardstick {
  /** In the figure's unit, above 0. */
  value: number;
  source: Reference['source'] | 'lastTime';
}

/** The reference where there is one, else the last time on this PC; null the first time. */
export const yardstickOf = ({ figure, reference, previousMedian }: CheckStep): Yardstick | null => {
  if (!figure) return null;
  if (reference) return { value: reference.value, source: reference.source };
  return previousMedian !== null && previousMedian > 0 ? { value: previousMedian, source: 'lastTime' } : null;
};

/** Above 1 is better, of times too. */
const shareOfValue = (unit: Figure['unit'], value: number, centre: number): number =>
  isTime(unit) ? centre / value : value / centre;

/** How much of its yardstick the figure reaches; null without one. */
export const shareOf = (step: CheckStep): number | null => {
  const yardstick = yardstickOf(step);
  return step.figure && yardstick ? shareOfValue(step.figure.unit, step.figure.median, yardstick.value) : null;
};

/** What the axis is centred on: the yardstick, or the figure itself the first time. null: nothing to draw. */
const centreOf = (step: CheckStep): number | null => {
  const centre = yardstickOf(step)?.value ?? step.figure?.median ?? 0;
  return step.figure && centre > 0 ? centre : null;
};

const narrow = 0.2;
const wide = 0.5;

/**
 * How far the shared axis goes to each side of the yardstick: 0.2 where that holds every band and median of the run,
 * else 0.5. What lies further out is drawn at the edge, or one outlier would press all others together.
 */
export const reachOf = (steps: readonly CheckStep[]): number => {
  let widest = 0;
  for (const step of steps) {
    const centre = centreOf(step);
    if (!step.figure || centre === null) continue;
    const { unit, p10, median, p90 } = step.figure;
    for (const value of [p10, median, p90]) widest = Math.max(widest, Math.abs(shareOfValue(unit, value, centre) - 1));
  }
  return widest <= narrow ? narrow : wide;
};

export interface FigurePlace {
  /** 0..1 along the axis; 0.5 is the yardstick. */
  bandStart: number;
  bandEnd: number;
  point: number;
  /** From here on a figure is as it should be; null without a reference. */
  expectedFrom: number | null;
  /** False the first time: the centre is then no yardstick and is not marked. */
  hasYardstick: boolean;
}

/** @returns null when the step has no figure */
export const placeOf = (step: CheckStep, reach: number): FigurePlace | null => {
  const centre = centreOf(step);
  if (!step.figure || centre === null) return null;
  const { unit, p10, median, p90 } = step.figure;
  const at = (share: number): number => Math.min(1, Math.max(0, (share - 1) / (2 * reach) + 0.5));
  const ends = [p10, p90].map((value) => at(shareOfValue(unit, value, centre)));
  return {
    bandStart: Math.min(...ends),
    bandEnd: Math.max(...ends),
    point: at(shareOfValue(unit, median, centre)),
    expectedFrom: step.reference && at(step.reference.expectedRatio),
    hasYardstick: yardstickOf(step) !== null,
  };
};
