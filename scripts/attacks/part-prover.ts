/**
 * A prover that keeps a part of the memory only. It computes every item, because a commitment needs that, and does
 * something else than reading where an item is missing. Each attack says what.
 */
import type { FillShare, ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { createItemWriter, itemsPerShard, itemWords } from '../../shared/domain/proof/item.ts';
import { createWalker, type ReadItem } from '../../shared/domain/proof/walk.ts';
import { wordsOfHex } from '../../shared/domain/proof/words.ts';
import type { Prover } from './attempt.ts';

/** What it does for a missing item: it may write words, or give up the lane. */
export type OnMiss = (shard: number, item: number, out: Int32Array) => 'read' | 'give_up';

export interface Held {
  /** Items of each shard that are kept: those below. */
  readonly count: number;
  readonly read: ReadItem;
}

/** @param heldShare part of each shard that is kept, above 0 and at most 1 */
export const createPartProver = (
  spec: ProofSpec,
  heldShare: number,
  createOnMiss: (held: Held, nonceWords: Int32Array) => OnMiss,
): Prover => {
  const items = itemsPerShard(spec);
  const count = Math.max(1, Math.round(items * heldShare));
  const memory = new Int32Array(spec.shards * count * itemWords);
  const read: ReadItem = (shard, item, out) => {
    const start = (shard * count + item) * itemWords;
    for (let word = 0; word < itemWords; word += 1) out[word] = memory[start + word] as number;
  };

  return {
    fill: async () => {
      const writeItem = createItemWriter(spec.seed, spec.rounds);
      const passing = new Int32Array(itemWords);
      const shares: FillShare[] = [];
      for (let shard = 0; shard < spec.shards; shard += 1) {
        for (let item = 0; item < items; item += 1) {
          writeItem(shard, item, passing, 0);
          if (item < count) memory.set(passing, (shard * count + item) * itemWords);
          const word = (passing[0] as number) >>> 0;
          if (word < spec.fillTarget) shares.push({ shard, item, word });
        }
      }
      return shares;
    },
    walk: async (nonce) => {
      const nonceWords = wordsOfHex(nonce, 4);
      const onMiss = createOnMiss({ count, read }, nonceWords);
      let isLost = false;
      const walkLane = createWalker(spec, nonceWords, (shard, item, out) => {
        if (item < count) read(shard, item, out);
        else if (!isLost && onMiss(shard, item, out) === 'give_up') isLost = true;
      });
      const shares: WalkShare[] = [];
      for (let lane = 0; lane < spec.lanes; lane += 1) {
        isLost = false;
        const digest = walkLane(lane);
        if (!isLost && digest[0] < spec.shareTarget) shares.push({ lane, digest });
      }
      return shares;
    },
  };
};
