/**
 * One lane's walk: dependent reads of items, each place known only after the item before it was read in full. The walk
 * is the same for the prover, which reads its memory, and for the verifier, which computes each item it lands on.
 */
import type { ProofSpec } from '../../contract/network/proofs.ts';
import { rotateLeft } from './chacha.ts';
import { itemsPerShard, itemWords } from './item.ts';

/** Puts the 32 words of an item into `out` from word 0 on. */
export type ReadItem = (shard: number, item: number, out: Int32Array) => void;

/** Four words of lane state after the last step. */
export type Digest = [number, number, number, number];

/** The ChaCha quarter-round on the lane's four words. */
const quarterRound = (state: Int32Array): void => {
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  a = (a + b) | 0;
  d = rotateLeft(d ^ a, 16);
  c = (c + d) | 0;
  b = rotateLeft(b ^ c, 12);
  a = (a + b) | 0;
  d = rotateLeft(d ^ a, 8);
  c = (c + d) | 0;
  b = rotateLeft(b ^ c, 7);
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
};

/**
 * The walk function of a spec and a nonce.
 *
 * Definition. The lane's state is four words a, b, c, d, and Q is the ChaCha quarter-round on them.
 *
 *     start      (a, b, c, d) = the nonce's four little-endian words; a ← a xor lane; then Q eight times
 *     step t     of t = 0 … steps−1 reads w = item (a mod itemsPerShard) of shard (t mod shards); then, for
 *                j = 0 … 7:  a ← a + w[4j],  b ← b xor w[4j+1],  c ← c + w[4j+2],  d ← d xor w[4j+3],  Q
 *     digest     (a, b, c, d) after Q eight times more
 *
 * `itemsPerShard` is a power of two, so the remainder is a mask. All sums are modulo 2^32.
 *
 * @param nonceWords four words
 * @returns the digest as unsigned words; the function has its own scratch space
 */
export const createWalker = (
  spec: Pick<ProofSpec, 'shardBytes' | 'shards' | 'steps'>,
  nonceWords: Int32Array,
  readItem: ReadItem,
): ((lane: number) => Digest) => {
  const mask = itemsPerShard(spec) - 1;
  const state = new Int32Array(4);
  const words = new Int32Array(itemWords);
  return (lane) => {
    state.set(nonceWords);
    state[0] = (state[0] as number) ^ lane;
    for (let round = 0; round < 8; round += 1) quarterRound(state);
    for (let step = 0; step < spec.steps; step += 1) {
      readItem(step % spec.shards, (state[0] as number) & mask, words);
      for (let word = 0; word < itemWords; word += 4) {
        state[0] = (state[0] as number) + (words[word] as number);
        state[1] = (state[1] as number) ^ (words[word + 1] as number);
        state[2] = (state[2] as number) + (words[word + 2] as number);
        state[3] = (state[3] as number) ^ (words[word + 3] as number);
        quarterRound(state);
      }
    }
    for (let round = 0; round < 8; round += 1) quarterRound(state);
    return [
      (state[0] as number) >>> 0,
      (state[1] as number) >>> 0,
      (state[2] as number) >>> 0,
      (state[3] as number) >>> 0,
    ];
  };
};
