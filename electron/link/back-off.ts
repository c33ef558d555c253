/** How long to wait before the next try at a network that does not answer. */

export interface BackOff {
  /** @returns milliseconds; up to twice the last, and never in step with other devices */
  next(): number;
  reset(): void;
}

const firstMs = 500;
const mostMs = 30_000;

/** @param random  0..1 */
export const createBackOff = (random: () => number = Math.random): BackOff => {
  let ceilingMs = firstMs;
  return {
    next: () => {
      const delayMs = Math.round(ceilingMs * (0.5 + random() / 2));
      ceilingMs = Math.min(ceilingMs * 2, mostMs);
      return delayMs;
    },
    reset: () => {
      ceilingMs = firstMs;
    },
  };
};
