/** One thread of the processor measurement: runs a chain for as long as it is asked to, and hands over its states. */
import type { MessagePort } from 'node:worker_threads';
import { chacha8 } from '../../shared/domain/proof/chacha.ts';
import { chainStart, linkPermutations } from './hash-chain.ts';

export interface ChainRequest {
  seed: number;
  forMs: number;
}

export interface ChainResult {
  /** Sixteen words after each link, one link after the other. */
  states: Int32Array;
  tookMs: number;
}

const runChain = ({ seed, forMs }: ChainRequest): ChainResult => {
  const x = chainStart(seed);
  const states: number[] = [];
  const begun = performance.now();
  let tookMs = 0;
  do {
    for (let round = 0; round < linkPermutations; round += 1) chacha8(x);
    states.push(...x);
    tookMs = performance.now() - begun;
  } while (tookMs < forMs);
  return { states: Int32Array.from(states), tookMs };
};

/** Answers every request on the port until the thread is ended. */
export const serveChains = (port: MessagePort): void => {
  port.on('message', (request: ChainRequest) => port.postMessage(runChain(request)));
};
