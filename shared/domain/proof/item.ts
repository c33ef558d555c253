/**
 * The items that a prover keeps in memory: what item i of shard s is, bit for bit. An item depends on nothing but the
 * seed and its own place, so a verifier computes any one of them alone and a prover without room for all of them pays
 * the whole price of each missing one.
 */
import type { ProofSpec } from '../../contract/network/proofs.ts';
import { chacha8, chachaConstants } from './chacha.ts';
import { wordsOfHex } from './words.ts';

export const itemBytes = 128;
export const itemWords = 32;

export const itemsPerShard = (spec: Pick<ProofSpec, 'shardBytes'>): number => spec.shardBytes / itemBytes;

/** Writes one item's 32 words into `out` from `offset` on. */
export type WriteItem = (shard: number, item: number, out: Int32Array, offset: number) => void;

/**
 * The item function of a seed.
 *
 * Definition. An item is two halves of 16 words, h = 0 and h = 1, computed independently (so that neither half can be
 * had cheaply from the other). A half starts as the ChaCha block
 *
 *     words 0–3    0x61707865 0x3320646e 0x79622d32 0x6b206574
 *     words 4–11   the seed's 32 bytes as little-endian words
 *     word  12     2·item + h
 *     word  13     shard
 *     words 14–15  0
 *
 * and then `rounds` times x ← x + P(x), P being the ChaCha8 permutation. Words 0–15 of the item are half 0, words 16–31
 * half 1. With `rounds` = 1 an item is therefore 128 bytes of the ChaCha8 keystream of that seed.
 *
 * @param seed 32 bytes in hex
 * @param rounds block functions per half, at least 1
 * @returns a function with its own scratch space: not to be called from within itself
 */
export const createItemWriter = (seed: string, rounds: number): WriteItem => {
  const seedWords = wordsOfHex(seed, 8);
  const block = new Int32Array(16);
  return (shard, item, out, offset) => {
    for (let half = 0; half < 2; half += 1) {
      block.set(chachaConstants, 0);
      block.set(seedWords, 4);
      block[12] = 2 * item + half;
      block[13] = shard;
      block[14] = 0;
      block[15] = 0;
      for (let round = 0; round < rounds; round += 1) chacha8(block);
      out.set(block, offset + 16 * half);
    }
  };
};
