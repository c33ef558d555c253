/** How long to wait before the next try at an engine that is away. Pure. */

export interface BackOff {
  /** @returns milliseconds to wait now; each longer than the last, up to the most */
  next(): number;
  reset(): void;
}

export const createBackOff = (firstMs = 250, mostMs = 5000): BackOff => {
  let delayMs = firstMs;
  return {
    next: () => {
      const now = delayMs;
      delayMs = Math.min(delayMs * 2, mostMs);
      return now;
    },
    reset: () => {
      delayMs = firstMs;
    },
  };
};
