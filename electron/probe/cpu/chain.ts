/**
 * The seeded chain: one thread works through the chain of a given seed for as long as is measured. Every window is
 * checked by one link, and the whole by the report that a server would get (shared/domain/benchmark/chain.ts).
 */
import {
  chainSeed,
  chainStart,
  createCheckpoints,
  stateWords,
  verifyChain,
} from '../../../shared/domain/benchmark/chain.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, figureOf, type WindowPlan, WrongOutput } from '../windows.ts';
import { isStretchRight } from './link-check.ts';
import { linkPermutations } from './thread-work.ts';
import { type AskThread, withThreads } from './threads.ts';

const windowMs = 200;
/** Of at most 64: a second of work at the end of a check of some seconds. */
const segmentsChecked = 4;

/**
 * @param seed 32 bytes in hex
 * @throws WrongOutput when a stretch or the report is not what the seed gives; RangeError when the seed is none
 */
export const measureChain = (
  seed: string,
  entry: URL,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> =>
  withThreads(1, entry, async (threads) => {
    const ask = threads[0] as AskThread;
    const checkpoints = createCheckpoints(linkPermutations);
    const words = chainSeed(seed);
    let state: Int32Array = chainStart(seed);
    const window = async (): Promise<number> => {
      const { states, tookMs } = await ask({ kind: 'chain', from: state, seed: words, forMs: windowMs });
      if (!isStretchRight(state, states, words, Math.random))
        throw new WrongOutput('a link does not follow from the one before');
      for (let at = 0; at < states.length; at += stateWords) checkpoints.add(states.subarray(at, at + stateWords));
      state = states.slice(-stateWords);
      return (states.length / stateWords) * (linkPermutations / tookMs / 1000);
    };
    const rates = await collectWindows(window, plan, () => performance.now(), report);
    const chain = checkpoints.report();
    const { verdict } = verifyChain(seed, chain, { sample: segmentsChecked, random: Math.random });
    if (verdict !== 'passed') throw new WrongOutput(`the chain: ${verdict}`);
    return { verdict: 'passed', figure: figureOf(rates, 'MH/s'), coverage: null, chain, detail: null };
  });
