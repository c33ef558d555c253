/**
 * Computing single items and lanes again from the seed alone: the port behind which a verifier's arithmetic stands, and
 * the reference of it. Every other one (the network's WebAssembly) equals this bit for bit.
 */
import type { FillShare, ProofSpec } from '../../contract/network/proofs.ts';
import { createItemWriter, itemWords } from './item.ts';
import { createWalker, type Digest } from './walk.ts';
import { wordsOfHex } from './words.ts';

export interface Recompute {
  /** Whose arithmetic it is: stands beside disagreements. */
  readonly name: string;
  /** @returns the first word, unsigned, of each item */
  firstWords(spec: ProofSpec, items: readonly Pick<FillShare, 'shard' | 'item'>[]): number[];
  /**
   * @param nonce 16 bytes in hex
   * @returns the digest of each lane
   */
  digests(spec: ProofSpec, nonce: string, lanes: readonly number[]): Digest[];
}

export const referenceRecompute: Recompute = {
  name: 'reference',
  firstWords: (spec, items) => {
    const writeItem = createItemWriter(spec.seed, spec.rounds);
    const words = new Int32Array(itemWords);
    return items.map(({ shard, item }) => {
      writeItem(shard, item, words, 0);
      return (words[0] as number) >>> 0;
    });
  },
  digests: (spec, nonce, lanes) => {
    const writeItem = createItemWriter(spec.seed, spec.rounds);
    const walkLane = createWalker(spec, wordsOfHex(nonce, 4), (shard, item, out) => writeItem(shard, item, out, 0));
    return lanes.map(walkLane);
  },
};
