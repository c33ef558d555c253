/**
 * The network's side of a proof: whether the shares are well formed, enough, and right. It has a random sample of them
 * computed again from the seed alone and holds no memory. Who asked, when, and how long it took is not judged here.
 */
import type {
  FillShare,
  ProofSpec,
  ShardCheck,
  Verdict,
  VerdictDetail,
  WalkShare,
} from '../../contract/network/proofs.ts';
import { expectedFillShares, maxFillShares, minSharesFor } from './difficulty.ts';
import { itemsPerShard } from './item.ts';
import { type Recompute, referenceRecompute } from './recompute.ts';

export interface Verification {
  /**
   * `malformed`: out of range, out of order or twice. `invalid_share`: not what the seed and the nonce give, or above
   * the target. `bad_memory`: right but for very few, as a failing memory chip does it.
   */
  verdict: Extract<Verdict, 'passed' | 'invalid_share' | 'bad_memory' | 'too_few_shares' | 'malformed'>;
  /** Only of `malformed`, where it can be told. */
  detail?: Extract<VerdictDetail, 'duplicate' | 'out_of_order' | 'out_of_range'>;
  /** Shares that were computed again, and how many of them were wrong. */
  checked: number;
  wrong: number;
  /** Only of a fill with a wrong share: the shards that were looked at, in order. */
  fillByShard?: ShardCheck[];
}

export interface Sampling {
  /** Shares to recompute; all of them when there are fewer. */
  sample: number;
  /** 0 ≤ x < 1, unpredictable to the prover. */
  random: () => number;
}

/** Judges with somebody's arithmetic: whichever it is, the rules are these. */
export interface Verifier {
  /**
   * Judges the commitment: fill shares in (shard, item) order, each below the spec's fillTarget, and as many as an
   * honest prover finds but for one time in a million.
   */
  fill(spec: ProofSpec, shares: readonly FillShare[], sampling: Sampling): Verification;
  /**
   * Judges the answer: walk shares in lane order, each below the spec's shareTarget, at least minShares of them.
   *
   * @param nonce 16 bytes in hex, as the network gave it
   */
  walk(spec: ProofSpec, nonce: string, shares: readonly WalkShare[], sampling: Sampling): Verification;
}

const isCount = (value: number, below: number): boolean => Number.isInteger(value) && value >= 0 && value < below;
const isWord = (value: number): boolean => isCount(value, 2 ** 32);

/** Wrong shares in a sample that still look like memory and not like fraud: one of 64, or two. */
const mostWrongOfBadMemory = (checked: number): number => Math.max(1, Math.floor(checked / 32));

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

const refused = (verdict: Verification['verdict']): Verification => ({ verdict, checked: 0, wrong: 0 });

const malformed = (detail: NonNullable<Verification['detail']>): Verification => ({ ...refused('malformed'), detail });

/**
 * @param places one a share; whole numbers within their range
 * @returns null when they only grow
 */
const misplaced = (places: readonly number[]): Verification | null => {
  if (places.every((place, at) => at === 0 || place > (places[at - 1] as number))) return null;
  return malformed(new Set(places).size < places.length ? 'duplicate' : 'out_of_order');
};

/**
 * @param wrongOf those of the sampled shares that are wrong
 * @param tell what is told of them beside their number
 */
const judge = <T>(
  shares: readonly T[],
  minShares: number,
  sampling: Sampling,
  wrongOf: (sample: readonly T[]) => T[],
  tell: (sample: readonly T[], wrong: readonly T[]) => Pick<Verification, 'fillByShard'> = () => ({}),
): Verification => {
  if (shares.length < minShares) return refused('too_few_shares');
  const sample = sampleOf(shares, sampling);
  const found = wrongOf(sample);
  const wrong = found.length;
  const checked = sample.length;
  if (wrong === 0) return { verdict: 'passed', checked, wrong };
  const isFew = wrong <= mostWrongOfBadMemory(checked) && wrong < checked;
  return { verdict: isFew ? 'bad_memory' : 'invalid_share', checked, wrong, ...tell(sample, found) };
};

const byShard = (sample: readonly FillShare[], wrong: readonly FillShare[]): Pick<Verification, 'fillByShard'> => ({
  fillByShard: [...Map.groupBy(sample, ({ shard }) => shard)]
    .map(([shard, own]) => ({
      shard,
      checked: own.length,
      wrong: wrong.filter((share) => share.shard === shard).length,
    }))
    .toSorted((a, b) => a.shard - b.shard),
});

export const createVerifier = (recompute: Recompute): Verifier => ({
  fill: (spec, shares, sampling) => {
    const items = itemsPerShard(spec);
    if (shares.length > maxFillShares || !shares.every(({ word }) => isWord(word))) return refused('malformed');
    if (!shares.every(({ shard, item }) => isCount(shard, spec.shards) && isCount(item, items)))
      return malformed('out_of_range');
    const wrongPlace = misplaced(shares.map(({ shard, item }) => shard * items + item));
    if (wrongPlace !== null) return wrongPlace;
    if (shares.some(({ word }) => word >= spec.fillTarget)) return refused('invalid_share');
    const wrongOf = (sample: readonly FillShare[]): FillShare[] => {
      const words = recompute.firstWords(spec, sample);
      return sample.filter(({ word }, at) => words[at] !== word);
    };
    return judge(shares, minSharesFor(expectedFillShares(spec)), sampling, wrongOf, byShard);
  },
  walk: (spec, nonce, shares, sampling) => {
    if (!shares.every(({ digest }) => digest.every(isWord))) return refused('malformed');
    if (!shares.every(({ lane }) => isCount(lane, spec.lanes))) return malformed('out_of_range');
    const wrongPlace = misplaced(shares.map(({ lane }) => lane));
    if (wrongPlace !== null) return wrongPlace;
    if (shares.some(({ digest }) => digest[0] >= spec.shareTarget)) return refused('invalid_share');
    return judge(shares, spec.minShares, sampling, (sample) => {
      const digests = recompute.digests(
        spec,
        nonce,
        sample.map(({ lane }) => lane),
      );
      return sample.filter(({ digest }, at) => !digest.every((word, place) => digests[at]?.[place] === word));
    });
  },
});

/** By the reference: what a prover checks its own work with, and what every other arithmetic is held against. */
export const { fill: verifyFill, walk: verifyWalk } = createVerifier(referenceRecompute);
