/**
 * Processor throughput, on one thread or on all: each chains ChaCha8 permutations from a seed of its own for a window and
 * hands over the chain's states; one link of every chain is computed again after the window.
 */
import { randomBytes } from 'node:crypto';
import { chainSeed, chainStart, stateWords } from '../../../shared/domain/benchmark/chain.ts';
import type { Measurement } from '../messages.ts';
import { collectWindows, figureOf, type WindowPlan, WrongOutput } from '../windows.ts';
import { isStretchRight } from './link-check.ts';
import { linkPermutations } from './thread-work.ts';
import { type AskThread, withThreads } from './threads.ts';

const windowMs = 200;

/** @throws WrongOutput when a chain is not what its seed gives */
export const measureThroughput = (
  threads: number,
  entry: URL,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> =>
  withThreads(threads, entry, async (asks) => {
    const run = async (ask: AskThread) => {
      const hex = randomBytes(32).toString('hex');
      const from = chainStart(hex);
      const seed = chainSeed(hex);
      return { from, seed, ...(await ask({ kind: 'chain', from, seed, forMs: windowMs })) };
    };
    const window = async (): Promise<number> => {
      const chains = await Promise.all(asks.map(run));
      if (!chains.every(({ from, seed, states }) => isStretchRight(from, states, seed, Math.random)))
        throw new WrongOutput('a chain is not what its seed gives');
      const rates = chains.map(
        ({ states, tookMs }) => (states.length / stateWords) * (linkPermutations / tookMs / 1000),
      );
      return rates.reduce((sum, rate) => sum + rate, 0);
    };
    const rates = await collectWindows(window, plan, () => performance.now(), report);
    return { verdict: 'passed', figure: figureOf(rates, 'MH/s'), coverage: null, detail: null };
  });
