/** What the pattern kernels found wrong, collected over all sweeps. Pure. */
import type { Coverage } from '../../../shared/contract/app/checks.ts';

const listed = 16;
const bits = 32;
const firstAt = 2 + bits;

/** The pattern kernels' `Result`: blocks, wrong words, wrong bits, then the first wrong as (shard, word, differing). */
export const resultBytes = 4 * (firstAt + 3 * listed);

export interface Findings {
  /** Takes the kernels' result of one run, from zero. */
  add(result: Uint32Array): void;
  /** A word that is wrong in several sweeps counts in each, and is listed once with all bits that differed. */
  total(): Pick<Coverage, 'wrongWords' | 'firstWrong' | 'wrongBits'>;
}

/** @param shards of which the result names one by its number */
export const createFindings = (shards: readonly { firstByte: number }[]): Findings => {
  let wrongWords = 0;
  const wrongBits = new Array<number>(bits).fill(0);
  const differingAt = new Map<number, number>();
  return {
    add: (result) => {
      const found = result[1] as number;
      wrongWords += found;
      for (let bit = 0; bit < bits; bit += 1) wrongBits[bit] = (wrongBits[bit] as number) + (result[2 + bit] as number);
      for (let at = 0; at < Math.min(listed, found); at += 1) {
        const [shard = 0, word = 0, differing = 0] = result.subarray(firstAt + 3 * at);
        const address = (shards[shard]?.firstByte ?? 0) + 4 * word;
        const known = differingAt.get(address);
        if (known === undefined && differingAt.size === listed) continue;
        differingAt.set(address, ((known ?? 0) | differing) >>> 0);
      }
    },
    total: () => ({
      wrongWords,
      firstWrong: [...differingAt]
        .map(([address, differing]) => ({ address, differing }))
        .toSorted((a, b) => a.address - b.address),
      wrongBits: wrongWords === 0 ? null : [...wrongBits],
    }),
  };
};
