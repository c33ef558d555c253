/** The chain of ChaCha8 permutations that the processor is measured with. Pure. */
import { chachaConstants } from '../../shared/domain/proof/chacha.ts';

/** Permutations between two states that a thread hands over: a few milliseconds of work. */
export const linkPermutations = 2 ** 15;

/** The sixteen words that the chain of `seed` begins with. */
export const chainStart = (seed: number): Int32Array<ArrayBuffer> => {
  const x = new Int32Array(16);
  x.set(chachaConstants);
  x[4] = seed;
  return x;
};
