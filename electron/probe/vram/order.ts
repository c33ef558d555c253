/** In what order a pass goes over the memory, so that it never reads what a cache still holds. Pure. */

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/**
 * The shards in jumps of about 0.6 of their number, beginning elsewhere in each pass. One pass writes and reads in the
 * same order: before a shard is read, all the others have been.
 */
export const shardOrder = (count: number, pass: number): number[] => {
  let step = Math.max(1, Math.round(count * 0.618));
  while (commonDivisor(step, count) !== 1) step += 1;
  return Array.from({ length: count }, (_, at) => (pass + at * step) % count);
};

/** Odd, so that each permutes the blocks of a shard, whose number is a power of two. */
const strides = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;

/** @param sweep number of the reading sweep, from 0 */
export const strideOfSweep = (sweep: number): number => strides[sweep % strides.length] as number;
