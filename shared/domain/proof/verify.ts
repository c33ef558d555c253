/**
 * The network's side of a proof: whether the shares are well formed, enough, and right. It recomputes a random sample
 * from the seed alone and holds no memory. Who asked, when, and how long it took is not judged here.
 */
import type { FillShare, ProofSpec, WalkShare } from '../../contract/network/proofs.ts';
import { expectedFillShares, maxFillShares, minSharesFor } from './difficulty.ts';
import { createItemWriter, itemsPerShard, itemWords } from './item.ts';
import { createWalker } from './walk.ts';
import { wordsOfHex } from './words.ts';

export interface Verification {
  /** `malformed`: out of range, out of order or twice. `invalid_share`: not what the seed and the nonce give. */
  verdict: 'passed' | 'invalid_share' | 'too_few_shares' | 'malformed';
  /** Shares that were recomputed. */
  checked: number;
}

export interface Sampling {
  /** Shares to recompute; all of them when there are fewer. */
  sample: number;
  /** 0 ≤ x < 1, unpredictable to the prover. */
  random: () => number;
}

const isCount = (value: number, below: number): boolean => Number.isInteger(value) && value >= 0 && value < below;
const isWord = (value: number): boolean => isCount(value, 2 ** 32);

/** `count` different elements of `all` (every one when there are fewer), each set equally likely. */
const sampleOf = <T>(all: readonly T[], { sample, random }: Sampling): T[] => {
  const rest = [...all];
  const count = Math.min(Math.max(0, sample), rest.length);
  for (let taken = 0; taken < count; taken += 1) {
    const from = taken + Math.floor(random() * (rest.length - taken));
    [rest[taken], rest[from]] = [rest[from] as T, rest[taken] as T];
  }
  return rest.slice(0, count);
};

const judge = <T>(
  shares: readonly T[],
  minShares: number,
  sampling: Sampling,
  isRight: (share: T) => boolean,
): Verification => {
  if (shares.length < minShares) return { verdict: 'too_few_shares', checked: 0 };
  let checked = 0;
  for (const share of sampleOf(shares, sampling)) {
    checked += 1;
    if (!isRight(share)) return { verdict: 'invalid_share', checked };
  }
  return { verdict: 'passed', checked };
};

/**
 * Judges the commitment: fill shares in (shard, item) order, each below the spec's fillTarget, and as many as an honest
 * prover finds but for one time in a million.
 */
export const verifyFill = (spec: ProofSpec, shares: readonly FillShare[], options: Sampling): Verification => {
  const items = itemsPerShard(spec);
  let last = -1;
  for (const { shard, item, word } of shares) {
    const place = shard * items + item;
    if (!isCount(shard, spec.shards) || !isCount(item, items) || !isWord(word) || place <= last)
      return { verdict: 'malformed', checked: 0 };
    last = place;
  }
  if (shares.length > maxFillShares) return { verdict: 'malformed', checked: 0 };
  if (shares.some(({ word }) => word >= spec.fillTarget)) return { verdict: 'invalid_share', checked: 0 };
  const writeItem = createItemWriter(spec.seed, spec.rounds);
  const words = new Int32Array(itemWords);
  return judge(shares, minSharesFor(expectedFillShares(spec)), options, ({ shard, item, word }) => {
    writeItem(shard, item, words, 0);
    return (words[0] as number) >>> 0 === word;
  });
};

/**
 * Judges the answer: walk shares in lane order, each below the spec's shareTarget, at least minShares of them.
 *
 * @param nonce 16 bytes in hex, as the network gave it
 */
export const verifyWalk = (
  spec: ProofSpec,
  nonce: string,
  shares: readonly WalkShare[],
  options: Sampling,
): Verification => {
  let last = -1;
  for (const { lane, digest } of shares) {
    if (!isCount(lane, spec.lanes) || lane <= last || !digest.every(isWord))
      return { verdict: 'malformed', checked: 0 };
    last = lane;
  }
  if (shares.some(({ digest }) => digest[0] >= spec.shareTarget)) return { verdict: 'invalid_share', checked: 0 };
  const writeItem = createItemWriter(spec.seed, spec.rounds);
  const walkLane = createWalker(spec, wordsOfHex(nonce, 4), (shard, item, out) => writeItem(shard, item, out, 0));
  return judge(shares, spec.minShares, options, ({ lane, digest }) =>
    walkLane(lane).every((word, at) => word === digest[at]),
  );
};
