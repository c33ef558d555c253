/**
 * Tells from timed reads which shards cannot lie in the GPU's own memory: one that a driver has put into the system's
 * is read over PCIe, ten to a hundred times slower. Pure.
 */

export interface TimedShard {
  bytes: number;
  /** The best of several windows that read equally much from every shard: whatever else runs only adds to a time. */
  windowMs: number;
}

/** One time for each shard, always in the same order. */
export type TimedRound = readonly TimedShard[];

const slowFactor = 3;
/** Of the memory by size. The median would be of the system's memory when more than half lies there. */
const usualShare = 0.25;

/** The time within which a quarter of the memory is read; shards so small that a cache holds them weigh little in it. */
const usualMs = (round: TimedRound): number => {
  const sorted = round.toSorted((a, b) => a.windowMs - b.windowMs);
  let left = usualShare * round.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { bytes, windowMs } of sorted) {
    left -= bytes;
    if (left <= 0) return windowMs;
  }
  return Number.POSITIVE_INFINITY;
};

const overLimit = (round: TimedRound | undefined): boolean[] => {
  if (!round) return [];
  const limitMs = slowFactor * usualMs(round);
  return round.map(({ windowMs }) => windowMs > limitMs);
};

/**
 * Shards that were slow in the last round and in the one before: something else may have been busy in one of them.
 *
 * @returns their numbers. One shard alone is never slow, nor are all of them: there is nothing to hold them against
 */
export const slowShardsOf = (rounds: readonly TimedRound[]): number[] => {
  const before = overLimit(rounds.at(-2));
  return overLimit(rounds.at(-1)).flatMap((isSlow, shard) => (isSlow && before[shard] ? [shard] : []));
};

/** Whether the last round shows no shard as slow, so that another is not needed to rule out chance. */
export const isSettled = (rounds: readonly TimedRound[]): boolean => !overLimit(rounds.at(-1)).includes(true);
