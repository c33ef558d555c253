/** What a thread of the processor's measurements is asked for and answers, and its doing. No thread is started here. */
import { advanceChain, stateWords } from '../../../shared/domain/benchmark/chain.ts';
import { fillTriad, triad } from './triad.ts';

/** Permutations between two states that a thread hands over: a few milliseconds of work. */
export const linkPermutations = 2 ** 15;

export type ThreadTask =
  /** Goes on from a chain's state for as long as it is told. */
  | { kind: 'chain'; from: Int32Array; seed: Int32Array; forMs: number }
  | { kind: 'triad_fill'; memory: SharedArrayBuffer }
  | { kind: 'triad'; memory: SharedArrayBuffer; scalar: number; forMs: number };

export interface ThreadResults {
  /** Sixteen words after each link, one link after the other; at least one. */
  chain: { states: Int32Array; tookMs: number };
  triad_fill: null;
  /** Passes over the whole memory, at least one. */
  triad: { passes: number; tookMs: number };
}

/** Repeats `act` until the time is over, at least once. @returns how often, and how long it really took */
const repeatFor = (forMs: number, act: () => void): { times: number; tookMs: number } => {
  const begun = performance.now();
  for (let times = 1; ; times += 1) {
    act();
    const tookMs = performance.now() - begun;
    if (tookMs >= forMs) return { times, tookMs };
  }
};

const runChain = (from: Int32Array, seed: Int32Array, forMs: number): ThreadResults['chain'] => {
  const state = from.slice();
  const states: number[] = [];
  const { tookMs } = repeatFor(forMs, () => {
    advanceChain(state, linkPermutations, seed);
    for (let word = 0; word < stateWords; word += 1) states.push(state[word] as number);
  });
  return { states: Int32Array.from(states), tookMs };
};

export const doThreadTask = (task: ThreadTask): ThreadResults[ThreadTask['kind']] => {
  switch (task.kind) {
    case 'chain':
      return runChain(task.from, task.seed, task.forMs);
    case 'triad_fill':
      fillTriad(task.memory);
      return null;
    case 'triad': {
      const { times, tookMs } = repeatFor(task.forMs, () => triad(task.memory, task.scalar));
      return { passes: times, tookMs };
    }
  }
};
