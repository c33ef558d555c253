/**
 * Exact draws by a seeded generator, for what would take days to prove: counts by inverting their whole distribution.
 * The same seed gives the same draws.
 */
import { createItemWriter, itemWords } from '../../shared/domain/proof/item.ts';

/** @returns numbers 0 ≤ x < 1 with 53 random bits, from ChaCha8's keystream */
export const createRandom = (seed: number): (() => number) => {
  const writeItem = createItemWriter(seed.toString(16).padStart(64, '0'), 1);
  const words = new Int32Array(itemWords);
  let block = 0;
  let at = itemWords;
  return () => {
    if (at === itemWords) {
      writeItem(0, block, words, 0);
      block += 1;
      at = 0;
    }
    const high = (words[at] as number) >>> 5;
    const low = (words[at + 1] as number) >>> 6;
    at += 2;
    return (high * 2 ** 26 + low) / 2 ** 53;
  };
};

export interface Counts {
  /** Probability of fewer than `count`. */
  below(count: number): number;
  draw(random: () => number): number;
}

/** @param terms of `first`, `first` + 1 and so on; as large as the probabilities, in any unit */
const countsOf = (first: number, terms: Float64Array): Counts => {
  // The smallest first, so that none is lost in the sum of the others.
  const total = terms.toSorted().reduce((sum, term) => sum + term, 0);
  const upTo = new Float64Array(terms.length);
  let sum = 0;
  for (const [index, term] of terms.entries()) {
    sum += term;
    upTo[index] = sum / total;
  }
  return {
    below: (count) => (count <= first ? 0 : (upTo[Math.min(upTo.length, count - first) - 1] as number)),
    draw: (random) => {
      const wanted = random();
      let low = 0;
      let high = upTo.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((upTo[middle] as number) > wanted) high = middle;
        else low = middle + 1;
      }
      return first + low;
    },
  };
};

/** Beyond so many standard deviations lies less than a double can add to 1. */
const deviations = 40;

/** Shares among lanes that are shares with a small, independent probability. @param mean above 0 */
export const createPoisson = (mean: number): Counts => {
  const mode = Math.floor(mean);
  const reach = Math.ceil(deviations * Math.sqrt(mean)) + deviations;
  const first = Math.max(0, mode - reach);
  const terms = new Float64Array(mode + reach - first + 1);
  terms[mode - first] = 1;
  for (let count = mode; count > first; count -= 1)
    terms[count - 1 - first] = ((terms[count - first] as number) * count) / mean;
  for (let count = mode; count < mode + reach; count += 1)
    terms[count + 1 - first] = ((terms[count - first] as number) * mean) / (count + 1);
  return countsOf(first, terms);
};

/** How many of a sample of different elements are among the `marked` of `all`. @param sample at most `all` − `marked` */
export const createHypergeometric = (all: number, marked: number, sample: number): Counts => {
  const terms = new Float64Array(Math.min(marked, sample) + 1);
  terms[0] = 1;
  for (let count = 0; count < terms.length - 1; count += 1)
    terms[count + 1] =
      ((terms[count] as number) * (marked - count) * (sample - count)) /
      ((count + 1) * (all - marked - sample + count + 1));
  return countsOf(0, terms);
};
