/**
 * How fast this machine's processor could fill a card's memory: the verifier's WebAssembly on every thread at once,
 * which is the fastest that is at hand here. A cheat with better code gains what `docs/attacks.md` says.
 */
import os from 'node:os';
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import type { ProofTask } from '../../shared/domain/proof/pace.ts';
import type { Recompute } from '../../shared/domain/proof/recompute.ts';
import { medianOf } from '../bench/figure.ts';
import { timed } from './processor-time.ts';

const nonce = '0d'.repeat(16);
const lanes = Array.from({ length: 32 }, (_, lane) => lane);
const measurements = 5;

export interface ProcessorRate {
  readonly threads: number;
  /** ChaCha8 block functions a millisecond, of one thread. */
  readonly blocksPerMs: number;
}

const rateSpec: ProofSpec = specFor({
  target: 'cpu',
  seed: '0e'.repeat(32),
  coverBytes: 2 ** 20,
  maxShardBytes: 2 ** 20,
  rounds: 256,
  lanes: 2 ** 16,
  steps: 64,
  expectedShares: 1_024,
});

export const measureProcessor = async (arithmetic: Recompute): Promise<ProcessorRate> => {
  const blocks = lanes.length * rateSpec.steps * 2 * rateSpec.rounds;
  const rates: number[] = [];
  for (let run = 0; run <= measurements; run += 1) {
    const { ms } = await timed(() => arithmetic.digests(rateSpec, nonce, lanes));
    // The first is compiled while it runs.
    if (run > 0) rates.push(blocks / ms);
  }
  return { threads: os.availableParallelism(), blocksPerMs: medianOf(rates) };
};

/** As if threads shared nothing, which flatters the processor. @returns milliseconds */
export const fillTimeOf = (
  { coverBytes, rounds }: Pick<ProofTask['difficulty'], 'coverBytes' | 'rounds'>,
  { threads, blocksPerMs }: ProcessorRate,
): number => ((coverBytes / itemBytes) * 2 * rounds) / (blocksPerMs * threads);
