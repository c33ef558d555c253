/**
 * Processor throughput: every thread chains ChaCha8 permutations for a while and hands over the chain's states at
 * regular places; one link of each chain is computed again. The threads run cpu-worker.ts.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { chacha8 } from '../../shared/domain/proof/chacha.ts';
import type { ChainRequest, ChainResult } from './cpu-worker.ts';
import { chainStart, linkPermutations } from './hash-chain.ts';
import type { Measurement } from './messages.ts';
import { collectWindows, figureOf, type WindowPlan, WrongOutput } from './windows.ts';

const windowMs = 200;

/** Whether a random link of the chain, computed from its beginning, ends where the thread said. */
export const isChainRight = (seed: number, { states }: ChainResult, random: () => number): boolean => {
  const links = states.length / 16;
  if (links < 1 || !Number.isInteger(links)) return false;
  const link = Math.floor(random() * links);
  const x = link === 0 ? chainStart(seed) : states.slice(16 * (link - 1), 16 * link);
  for (let round = 0; round < linkPermutations; round += 1) chacha8(x);
  return x.every((word, at) => word === states[16 * link + at]);
};

/**
 * @param workerEntry module that runs the chain when it is loaded as a worker thread
 * @throws WrongOutput when a chain is not what its seed gives
 */
export const measureCpu = async (
  threads: number,
  workerEntry: URL,
  plan: WindowPlan,
  report: (progress: number) => void,
): Promise<Measurement> => {
  const workers = Array.from(
    { length: threads },
    () => new Worker(workerEntry, { workerData: { runs: 'hash-chain' } }),
  );
  let seed = 1;
  const runChain = async (worker: Worker): Promise<number> => {
    const own = seed;
    seed += 1;
    const request: ChainRequest = { seed: own, forMs: windowMs };
    worker.postMessage(request);
    const [result] = (await once(worker, 'message')) as [ChainResult];
    if (!isChainRight(own, result, Math.random)) throw new WrongOutput(`chain ${own}`);
    return (result.states.length / 16) * (linkPermutations / result.tookMs / 1000);
  };
  const window = async (): Promise<number> => {
    const rates = await Promise.all(workers.map(runChain));
    return rates.reduce((sum, rate) => sum + rate, 0);
  };
  try {
    const rates = await collectWindows(window, plan, () => performance.now(), report);
    return { verdict: 'passed', figure: figureOf(rates, 'MH/s'), coverage: null, detail: null };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
};
