/**
 * The prover on the processor: for devices without a GPU, and the reference that the GPU kernels must equal bit for bit.
 * It holds the whole memory of the spec and knows nothing of processes or timers.
 */
import type { FillShare, ProofSpec, WalkShare } from '../../contract/network/proofs.ts';
import { maxFillShares } from './difficulty.ts';
import { createItemWriter, itemsPerShard, itemWords } from './item.ts';
import { createWalker } from './walk.ts';
import { wordsOfHex } from './words.ts';

export interface CpuProver {
  /** Computes every item. @returns the fill shares in (shard, item) order, at most 4096 */
  fill(): Promise<FillShare[]>;
  /** Walks every lane over the filled memory. @returns the walk shares in lane order */
  walk(nonce: string): Promise<WalkShare[]>;
}

/**
 * @param pause called every few milliseconds of work with the stage's progress, 0..1; work goes on when it resolves and
 *   ends with its reason when it rejects
 * @throws RangeError when the memory cannot be had
 */
export const createCpuProver = (spec: ProofSpec, pause: (progress: number) => Promise<void>): CpuProver => {
  const items = itemsPerShard(spec);
  const shards = Array.from({ length: spec.shards }, () => new Int32Array(spec.shardBytes / 4));
  /** A block function takes about a tenth of a microsecond: some 5 ms between pauses. */
  const itemsPerPause = Math.max(1, Math.floor(25_000 / spec.rounds));
  const lanesPerPause = Math.max(1, Math.floor(25_000 / spec.steps));

  const fill = async (): Promise<FillShare[]> => {
    const writeItem = createItemWriter(spec.seed, spec.rounds);
    const shares: FillShare[] = [];
    for (const [shard, memory] of shards.entries()) {
      for (let item = 0; item < items; item += 1) {
        writeItem(shard, item, memory, item * itemWords);
        const word = (memory[item * itemWords] as number) >>> 0;
        if (word < spec.fillTarget && shares.length < maxFillShares) shares.push({ shard, item, word });
        if (item % itemsPerPause === 0) await pause((shard + item / items) / spec.shards);
      }
    }
    return shares;
  };

  const walk = async (nonce: string): Promise<WalkShare[]> => {
    const walkLane = createWalker(spec, wordsOfHex(nonce, 4), (shard, item, out) => {
      const memory = shards[shard] as Int32Array;
      const start = item * itemWords;
      for (let word = 0; word < itemWords; word += 1) out[word] = memory[start + word] as number;
    });
    const shares: WalkShare[] = [];
    for (let lane = 0; lane < spec.lanes; lane += 1) {
      const digest = walkLane(lane);
      if (digest[0] < spec.shareTarget) shares.push({ lane, digest });
      if (lane % lanesPerPause === 0) await pause(lane / spec.lanes);
    }
    return shares;
  };

  return { fill, walk };
};
