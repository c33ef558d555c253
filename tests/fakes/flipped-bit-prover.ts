/**
 * A prover whose memory is right when it commits and has one bit flipped when it walks, as a failing chip does it. The
 * arithmetic is the real one; the bit lies where just one lane that crosses it still ends below the target.
 */
import type { FillShare, ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { createItemWriter, itemsPerShard, itemWords } from '../../shared/domain/proof/item.ts';
import { createWalker } from '../../shared/domain/proof/walk.ts';
import { wordsOfHex } from '../../shared/domain/proof/words.ts';

export interface FlippedBit {
  readonly shard: number;
  readonly item: number;
  /** Of the item, 0..31. */
  readonly word: number;
  readonly bit: number;
}

export interface FlippedWalk {
  readonly flipped: FlippedBit;
  /** Lanes that read the flipped item. */
  readonly crossing: ReadonlySet<number>;
  /** Every lane's digest over the memory with the flipped bit, in lane order. */
  readonly digests: readonly WalkShare['digest'][];
  readonly walkShares: WalkShare[];
}

export interface FlippedBitProver {
  fill(): FillShare[];
  /** @throws when there is no such bit */
  walk(nonce: string): FlippedWalk;
}

/** A word that no fill share shows, and a bit of it. */
const word = 17;
const bit = 9;

export const createFlippedBitProver = (spec: ProofSpec): FlippedBitProver => {
  const items = itemsPerShard(spec);
  const writeItem = createItemWriter(spec.seed, spec.rounds);
  const shards = Array.from({ length: spec.shards }, () => new Int32Array(spec.shardBytes / 4));
  const fillShares: FillShare[] = [];
  for (const [shard, memory] of shards.entries())
    for (let item = 0; item < items; item += 1) {
      writeItem(shard, item, memory, item * itemWords);
      const first = (memory[item * itemWords] as number) >>> 0;
      if (first < spec.fillTarget) fillShares.push({ shard, item, word: first });
    }

  const flip = ({ shard, item }: FlippedBit): void => {
    const memory = shards[shard] as Int32Array;
    const at = item * itemWords + word;
    memory[at] = (memory[at] as number) ^ (1 << bit);
  };

  /** @param onRead told of each item that is read */
  const walkerOf = (nonce: string, onRead: (shard: number, item: number) => void) =>
    createWalker(spec, wordsOfHex(nonce, 4), (shard, item, out) => {
      onRead(shard, item);
      const start = item * itemWords;
      out.set((shards[shard] as Int32Array).subarray(start, start + itemWords));
    });

  const walkAll = (nonce: string, flipped: FlippedBit): FlippedWalk => {
    const crossing = new Set<number>();
    let lane = 0;
    const walkLane = walkerOf(nonce, (shard, item) => {
      if (shard === flipped.shard && item === flipped.item) crossing.add(lane);
    });
    const digests: WalkShare['digest'][] = [];
    for (; lane < spec.lanes; lane += 1) digests.push(walkLane(lane));
    const walkShares = digests.flatMap((digest, at) => (digest[0] < spec.shareTarget ? [{ lane: at, digest }] : []));
    return { flipped, crossing, digests, walkShares };
  };

  return {
    fill: () => fillShares,
    walk: (nonce) => {
      let last: FlippedBit = { shard: 0, item: 0, word, bit };
      const walkLane = walkerOf(nonce, (shard, item) => {
        last = { shard, item, word, bit };
      });
      for (let lane = 0; lane < spec.lanes; lane += 1) {
        walkLane(lane);
        // The last item that a lane reads leaves the lane's path as it was.
        const tried = last;
        flip(tried);
        const walk = walkLane(lane)[0] < spec.shareTarget ? walkAll(nonce, tried) : null;
        flip(tried);
        if (walk?.walkShares.filter((share) => walk.crossing.has(share.lane)).length === 1) return walk;
      }
      throw new Error('no bit leaves just one of the lanes that cross it a share');
    },
  };
};
