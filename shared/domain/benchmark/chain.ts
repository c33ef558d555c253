/**
 * A chain of ChaCha8 permutations from a seed: work that nobody can shorten or share out, handed over as its states at
 * regular places, so that another machine computes any one stretch again from its neighbour alone. It times nothing:
 * how long the chain took is for whoever gave the seed to measure.
 */
import { type ChainReport, type chainVerdicts, mostCheckpoints } from '../../contract/network/benchmarks.ts';
import { chacha8, chachaConstants } from '../proof/chacha.ts';
import { wordsOfHex } from '../proof/words.ts';

export const stateWords = 16;
/** What a verifier lets itself in for with one segment: some seconds in JavaScript. */
const mostPermutations = 2 ** 26;

export interface ChainSampling {
  /** Segments to compute again; all of them when there are fewer. */
  sample: number;
  /** 0 ≤ x < 1, unpredictable to the prover. */
  random: () => number;
}

export interface ChainVerification {
  verdict: (typeof chainVerdicts)[number];
  /** Segments that were computed again. */
  checked: number;
}

/**
 * The state that the chain of a seed begins with: ChaCha's constants, the seed, and zeros.
 *
 * @param seed 32 bytes in hex
 * @throws RangeError when it is anything else
 */
export const chainStart = (seed: string): Int32Array<ArrayBuffer> => {
  const state = new Int32Array(stateWords);
  state.set(chachaConstants);
  state.set(chainSeed(seed), chachaConstants.length);
  return state;
};

/** The eight words of a seed. @throws RangeError when it is not 32 bytes in hex */
export const chainSeed = (seed: string): Int32Array => wordsOfHex(seed, 8);

/**
 * One permutation after the other. The seed is mixed in after each, so that no stretch can be made before it is known.
 *
 * @param seed as chainSeed gives it
 */
export const advanceChain = (state: Int32Array, permutations: number, seed: Int32Array): void => {
  for (let done = 0; done < permutations; done += 1) {
    chacha8(state);
    for (let word = 0; word < 8; word += 1) {
      const place = chachaConstants.length + word;
      state[place] = (state[place] as number) ^ (seed[word] as number);
    }
  }
};

const hexOfWord = (word: number): string => {
  const bytes = [word, word >>> 8, word >>> 16, word >>> 24];
  return bytes.map((byte) => (byte & 0xff).toString(16).padStart(2, '0')).join('');
};
const hexOf = (state: Int32Array): string => Array.from(state, hexOfWord).join('');

export interface Checkpoints {
  /** Takes the state after the next stretch. */
  add(state: Int32Array): void;
  /** Empty before the first stretch. */
  report(): ChainReport;
}

/**
 * Keeps the checkpoints of a chain whose length nobody knows beforehand: when they become too many, every second one is
 * dropped and segments are twice as long.
 *
 * @param permutationsPerStretch between two states that are added
 */
export const createCheckpoints = (permutationsPerStretch: number): Checkpoints => {
  let kept: Int32Array[] = [];
  let stretchesPerSegment = 1;
  let stretches = 0;
  return {
    add: (state) => {
      stretches += 1;
      if (stretches % stretchesPerSegment !== 0) return;
      kept.push(state.slice());
      if (kept.length <= mostCheckpoints) return;
      kept = kept.filter((_, at) => at % 2 === 1);
      stretchesPerSegment *= 2;
    },
    report: () => ({
      permutationsPerSegment: permutationsPerStretch * stretchesPerSegment,
      checkpoints: kept.map(hexOf),
    }),
  };
};

/** The chain of `seed`, worked through here and now. @param segments 1 to 64 */
export const proveChain = (seed: string, segments: number, permutationsPerSegment: number): ChainReport => {
  const words = chainSeed(seed);
  const state = chainStart(seed);
  const checkpoints = createCheckpoints(permutationsPerSegment);
  for (let done = 0; done < segments; done += 1) {
    advanceChain(state, permutationsPerSegment, words);
    checkpoints.add(state);
  }
  return checkpoints.report();
};

const isReport = ({ permutationsPerSegment, checkpoints }: ChainReport): boolean =>
  Number.isInteger(permutationsPerSegment) &&
  permutationsPerSegment >= 1 &&
  permutationsPerSegment <= mostPermutations &&
  checkpoints.length >= 1 &&
  checkpoints.length <= mostCheckpoints &&
  checkpoints.every((checkpoint) => /^[0-9a-f]{128}$/.test(checkpoint));

/** `count` different numbers below `below` (every one when there are fewer), each set equally likely. */
const drawFrom = (below: number, { sample, random }: ChainSampling): number[] => {
  const rest = Array.from({ length: below }, (_, at) => at);
  const count = Math.min(Math.max(0, sample), below);
  for (let taken = 0; taken < count; taken += 1) {
    const from = taken + Math.floor(random() * (below - taken));
    [rest[taken], rest[from]] = [rest[from] as number, rest[taken] as number];
  }
  return rest.slice(0, count);
};

/**
 * Computes a sample of the segments again, each from the checkpoint before it.
 *
 * Who claims a chain k times as long as the one that was computed has at least one false segment for every link that he
 * could not join: of n segments with f false ones, a sample of v finds none with (1 − f/n)^v.
 *
 * @throws RangeError when `seed` is not 32 bytes in hex
 */
export const verifyChain = (seed: string, report: ChainReport, sampling: ChainSampling): ChainVerification => {
  if (!isReport(report)) return { verdict: 'malformed', checked: 0 };
  const { permutationsPerSegment, checkpoints } = report;
  const words = chainSeed(seed);
  let checked = 0;
  for (const segment of drawFrom(checkpoints.length, sampling)) {
    const before = segment === 0 ? null : (checkpoints[segment - 1] as string);
    const state = before === null ? chainStart(seed) : wordsOfHex(before, stateWords);
    advanceChain(state, permutationsPerSegment, words);
    checked += 1;
    if (hexOf(state) !== checkpoints[segment]) return { verdict: 'invalid_segment', checked };
  }
  return { verdict: 'passed', checked };
};
