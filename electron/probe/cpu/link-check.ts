/** Looks whether a stretch of chain that a thread handed over is right, by computing one of its links again. Pure. */
import { advanceChain, stateWords } from '../../../shared/domain/benchmark/chain.ts';
import { linkPermutations } from './thread-work.ts';

/**
 * @param from the state that the stretch began with
 * @param states sixteen words after each link
 * @param seed of the chain
 */
export const isStretchRight = (
  from: Int32Array,
  states: Int32Array,
  seed: Int32Array,
  random: () => number,
): boolean => {
  const links = states.length / stateWords;
  if (links < 1 || !Number.isInteger(links)) return false;
  const link = Math.floor(random() * links);
  const state = link === 0 ? from.slice() : states.slice(stateWords * (link - 1), stateWords * link);
  advanceChain(state, linkPermutations, seed);
  return state.every((word, at) => word === states[stateWords * link + at]);
};
