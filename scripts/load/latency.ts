/**
 * How long something took, over very many times: counted in steps of two per cent, so that many millions of them, from
 * several processes, stay small. It measures nothing itself but what it is asked to run.
 */

export interface Latency {
  readonly count: number;
  /** Milliseconds, within two per cent; null where nothing was measured. */
  readonly p50: number | null;
  readonly p99: number | null;
  readonly most: number | null;
}

/** As it goes from one process to another. */
export interface CountedTimes {
  /** How many times fell into each step. */
  readonly steps: readonly (readonly [step: number, count: number])[];
  readonly most: number;
}

export interface Times {
  add(ms: number): void;
  /** What others measured. */
  merge(counted: CountedTimes): void;
  counted(): CountedTimes;
  latency(): Latency;
}

const stepRatio = Math.log(1.02);
/** Shorter times are one step. */
const leastMs = 0.01;

export const createTimes = (): Times => {
  const steps = new Map<number, number>();
  let most = 0;
  const put = (step: number, count: number): void => void steps.set(step, (steps.get(step) ?? 0) + count);
  return {
    add: (ms) => {
      put(Math.round(Math.log(Math.max(leastMs, ms) / leastMs) / stepRatio), 1);
      most = Math.max(most, ms);
    },
    merge: (counted) => {
      for (const [step, count] of counted.steps) put(step, count);
      most = Math.max(most, counted.most);
    },
    counted: () => ({ steps: [...steps], most }),
    latency: () => {
      const sorted = [...steps].toSorted(([left], [right]) => left - right);
      const count = sorted.reduce((sum, [, times]) => sum + times, 0);
      const at = (share: number): number | null => {
        let passed = 0;
        for (const [step, times] of sorted) {
          passed += times;
          if (passed > share * count) return Math.min(most, leastMs * Math.exp(step * stepRatio));
        }
        return null;
      };
      return { count, p50: at(0.5), p99: at(0.99), most: count === 0 ? null : most };
    },
  };
};

/** Runs as many at a time as are allowed, in order, and adds how long each took. */
export const timeAll = async <Item>(
  times: Times,
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<unknown>,
): Promise<void> => {
  const waiting = items.values();
  const work = async (): Promise<void> => {
    for (const item of waiting) {
      const beganAt = performance.now();
      await act(item);
      times.add(performance.now() - beganAt);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
};
