/**
 * From what a proof should cover and cost to the numbers of its spec: shard sizes, targets, and how many shares an
 * honest prover can be held to. Integers only, so that every implementation derives the same spec.
 */
import type { ProofSpec } from '../../contract/network/proofs.ts';
import { itemBytes } from './item.ts';

const smallestShardBytes = 2 ** 20;
const largestShardBytes = 2 ** 30;
/** A commitment carries at most 4096 fill shares; an expectation of 1024 never comes near. */
const mostExpectedFillShares = 1024;
export const maxFillShares = 4096;

/** Bytes that the prover must hold to answer. */
export const provenBytes = (spec: Pick<ProofSpec, 'shardBytes' | 'shards'>): number => spec.shardBytes * spec.shards;

/**
 * How many shares may be demanded when `expected` are expected.
 *
 * The count of an honest prover is Poisson with mean `expected` (a lane is a share with a small, independent
 * probability; the exact binomial is narrower still). The result is the largest m with P(count < m) ≤ 10⁻⁶: one honest
 * proof in a million fails. The terms μ^k/k! are summed as big integers scaled from the largest one, so no rounding
 * mode enters.
 *
 * @param expected whole number of shares, 0 or more
 * @returns 0..expected; 0 means that nothing can be demanded
 */
export const minSharesFor = (expected: number): number => {
  const known = demanded.get(expected) ?? leastOf(expected);
  demanded.set(expected, known);
  return known;
};

/** By what is expected: tasks are few, and each is asked for again at every challenge. */
const demanded = new Map<number, number>();

const leastOf = (expected: number): number => {
  if (expected <= 0) return 0;
  const mean = BigInt(expected);
  const mode = 1n << 256n;
  const below: bigint[] = [];
  let total = 0n;
  for (let term = mode, k = mean; ; k -= 1n) {
    below.push(term);
    total += term;
    if (k === 0n) break;
    term = (term * k) / mean;
  }
  for (let term = (mode * mean) / (mean + 1n), k = mean + 1n; term > 0n; k += 1n) {
    total += term;
    term = (term * mean) / (k + 1n);
  }
  const fromZero = below.reverse();
  let sum = 0n;
  for (let count = 0; count < fromZero.length; count += 1) {
    sum += fromZero[count] as bigint;
    if (sum * 1_000_000n > total) return count;
  }
  return expected;
};

/** Fill shares that an honest prover is expected to find, rounded down. */
export const expectedFillShares = (spec: Pick<ProofSpec, 'shardBytes' | 'shards' | 'fillTarget'>): number =>
  Number((BigInt(provenBytes(spec) / itemBytes) * BigInt(spec.fillTarget)) >> 32n);

/** The target below which `expected` of `count` uniform words lie on average. */
const targetFor = (expected: number, count: number): number =>
  Math.min(0xffffffff, Math.floor((expected * 2 ** 32) / count));

/** Largest power of two up to `limit`. `limit` is at least 1. */
const powerOfTwoUpTo = (limit: number): number => {
  let power = 1;
  while (power * 2 <= limit) power *= 2;
  return power;
};

export interface Difficulty {
  target: ProofSpec['target'];
  /** 32 bytes in hex. */
  seed: string;
  /** What should be covered; at least 1 MiB. */
  coverBytes: number;
  /** The largest buffer the device can bind. */
  maxShardBytes: number;
  rounds: number;
  lanes: number;
  /** Reads per lane; raised to a multiple of the shard count so that every shard is read equally often. */
  steps: number;
  /** Walk shares that an honest prover finds on average. */
  expectedShares: number;
}

/**
 * How the memory is divided. Shards are powers of two, as large as `maxShardBytes` allows and halved until they cover at
 * least 15/16 of `coverBytes`; what is covered never exceeds it. Steps are a multiple of them.
 *
 * @throws RangeError when less than 1 MiB is to be covered or the shards outnumber the most steps (1024)
 */
export const layoutFor = ({
  coverBytes,
  maxShardBytes,
  steps: wanted,
}: Pick<Difficulty, 'coverBytes' | 'maxShardBytes' | 'steps'>): Pick<ProofSpec, 'shardBytes' | 'shards' | 'steps'> => {
  if (coverBytes < smallestShardBytes || maxShardBytes < smallestShardBytes)
    throw new RangeError('a proof covers at least 1 MiB');
  let shardBytes = powerOfTwoUpTo(Math.min(coverBytes, maxShardBytes, largestShardBytes));
  const covered = (): number => Math.floor(coverBytes / shardBytes) * shardBytes;
  while (shardBytes > smallestShardBytes && covered() * 16 < coverBytes * 15) shardBytes /= 2;
  const shards = Math.floor(coverBytes / shardBytes);
  const steps = Math.ceil(wanted / shards) * shards;
  if (shards > 1024 || steps > 1024)
    throw new RangeError(`${shards} shards and ${steps} steps are more than a walk can take`);
  return { shardBytes, shards, steps };
};

/**
 * The spec for a difficulty.
 *
 * @throws RangeError as layoutFor
 */
export const specFor = (difficulty: Difficulty): ProofSpec => {
  const { rounds, lanes, expectedShares } = difficulty;
  const { shardBytes, shards, steps } = layoutFor(difficulty);
  const items = (shardBytes / itemBytes) * shards;
  const expectedFill = Math.min(expectedShares, mostExpectedFillShares, Math.floor(items / 2));
  return {
    algorithm: 'perigee-fill-walk-1',
    target: difficulty.target,
    seed: difficulty.seed,
    shardBytes,
    shards,
    rounds,
    lanes,
    steps,
    fillTarget: targetFor(expectedFill, items),
    shareTarget: targetFor(expectedShares, lanes),
    minShares: minSharesFor(Math.min(expectedShares, lanes)),
  };
};
