/**
 * How much work to put into one dispatch. A dispatch that runs long freezes the desktop and, on Windows, makes the
 * system reset the driver after two seconds; so sizes start small and grow with what was measured. Pure.
 */

export const longestDispatchMs = 100;

export interface Pacer {
  /** Units for the next dispatch, at least 1 and at most `max`. */
  units(): number;
  /** Tells what the last dispatch took. */
  took(units: number, ms: number): void;
}

/** Half the limit: a dispatch may turn out twice as slow as the last one, when another program wants the GPU. */
const usualAimMs = longestDispatchMs / 2;
/** Short dispatches are mostly launch latency, so one measurement may not raise the size at will. */
const mostGrowth = 4;
/** What is left at the end of a buffer is shorter than what was asked for, and says how long a launch takes. */
const remainderShare = 0.5;

/**
 * @param first units that every device does well within the limit
 * @param max units that one dispatch can hold
 * @param aimMs what a dispatch should take; less where its time also depends on others
 */
export const createPacer = (first: number, max: number, aimMs: number = usualAimMs): Pacer => {
  let next = Math.max(1, Math.min(first, max));
  return {
    units: () => next,
    took: (units, ms) => {
      if (units < next * remainderShare && ms <= aimMs) return;
      const fitting = ms > 0 ? (units * aimMs) / ms : units * mostGrowth;
      next = Math.max(1, Math.min(max, Math.floor(Math.min(fitting, units * mostGrowth))));
    },
  };
};
