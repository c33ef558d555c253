/** How long something took, over many times: medians and tails of what was measured. */

export interface Latency {
  readonly count: number;
  /** Milliseconds; null where nothing was measured. */
  readonly p50: number | null;
  readonly p99: number | null;
  readonly most: number | null;
}

export const latencyOf = (times: readonly number[]): Latency => {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (share: number): number | null =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? null };
};

/** Runs as many at a time as are allowed, in order. @returns how long each took, in milliseconds */
export const timeAll = async <Item>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<unknown>,
): Promise<number[]> => {
  const times: number[] = [];
  const waiting = items.values();
  const work = async (): Promise<void> => {
    for (const item of waiting) {
      const beganAt = performance.now();
      await act(item);
      times.push(performance.now() - beganAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return times;
};
