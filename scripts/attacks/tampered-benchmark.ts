/**
 * A benchmark's chain that was not worked through as its report says, handed to the real service, which computes two of
 * its segments again; and to the same rule when it looks at all of them.
 */
import type { ChainReport } from '../../shared/contract/network/benchmarks.ts';
import {
  advanceChain,
  chainSeed,
  chainStart,
  createCheckpoints,
  proveChain,
  verifyChain,
} from '../../shared/domain/benchmark/chain.ts';
import { type Attack, type Outcome, outcomeOf } from './attack.ts';
import { reasonOf } from './attempt.ts';
import type { BenchNetwork } from './bench-network.ts';

const segments = 64;
const permutations = 64;
/** As network/service/devices/benchmarks.ts takes them. */
const sampled = 4;
/** A key may ask so often at once that a new device serves as many tries. */
const triesPerDevice = 25;

/** A chain from before any seed was given, made once. */
const old = proveChain('0c'.repeat(32), segments, permutations);

interface Forgery {
  readonly way: string;
  forge(seed: string): ChainReport;
  /** Segments that do not lead where the report says. */
  readonly falseSegments: number;
  readonly reason: string;
}

const forgeries: readonly Forgery[] = [
  {
    way: 'ten times the work that was done',
    forge: (seed) => ({ ...proveChain(seed, segments, permutations), permutationsPerSegment: 10 * permutations }),
    falseSegments: segments,
    reason: 'invalid_segment',
  },
  {
    way: 'checkpoints that are made up',
    forge: () => ({ ...old, checkpoints: old.checkpoints.toReversed() }),
    falseSegments: segments,
    reason: 'invalid_segment',
  },
  {
    way: 'segments that nobody could verify',
    forge: () => ({ ...old, permutationsPerSegment: 2 ** 40 }),
    falseSegments: segments,
    reason: 'malformed',
  },
  {
    way: 'a chain made before the seed was known',
    forge: () => old,
    falseSegments: segments,
    reason: 'invalid_segment',
  },
  {
    way: 'two halves made at once',
    forge: (seed) => {
      const half = segments / 2;
      const first = proveChain(seed, half, permutations);
      const state = chainStart('0c'.repeat(32));
      const second = createCheckpoints(permutations);
      for (let done = 0; done < half; done += 1) {
        advanceChain(state, permutations, chainSeed(seed));
        second.add(state);
      }
      return { ...first, checkpoints: [...first.checkpoints, ...second.report().checkpoints] };
    },
    falseSegments: 1,
    reason: 'invalid_segment',
  },
];

/** Of a sample without putting back. */
const unseenRate = (falseSegments: number): number =>
  Array.from({ length: sampled }, (_, taken) => (segments - falseSegments - taken) / (segments - taken)).reduce(
    (product, part) => product * Math.max(0, part),
    1,
  );

const hand = async (network: BenchNetwork, forge: Forgery['forge'], tries: number): Promise<string[]> => {
  const reasons: string[] = [];
  while (reasons.length < tries) {
    const device = await network.enroll();
    for (let run = 0; run < triesPerDevice && reasons.length < tries; run += 1) {
      const { benchmarkId, seed } = (await device.ask('POST', '/v1/benchmarks')).body;
      const chain = forge(String(seed));
      reasons.push(reasonOf(await device.ask('POST', `/v1/benchmarks/${benchmarkId}`, { chain })));
    }
  }
  return reasons;
};

/** The same honest report a second time. */
const handTwice = async (network: BenchNetwork): Promise<string> => {
  const device = await network.enroll();
  const { benchmarkId, seed } = (await device.ask('POST', '/v1/benchmarks')).body;
  const chain = proveChain(String(seed), segments, permutations);
  const finish = () => device.ask('POST', `/v1/benchmarks/${benchmarkId}`, { chain });
  const first = reasonOf(await finish());
  if (first !== 'passed') throw new Error(`an honest benchmark was refused: ${first}`);
  return reasonOf(await finish());
};

export const tamperedBenchmark: Attack = {
  name: 'tampered-benchmark',
  tries: 'Reports a benchmark’s chain that it did not work through, or not from the seed that it was given.',
  run: async ({ network }, times) => {
    const outcomes: Outcome[] = [];
    for (const { way, forge, falseSegments, reason } of forgeries) {
      const isFound = falseSegments > segments - sampled;
      const reasons = await hand(network, forge, isFound ? times : times * 10);
      const expectedPassRate = isFound ? null : unseenRate(falseSegments);
      outcomes.push(
        outcomeOf({ way, evidence: 'service', mustFailFor: isFound ? [reason] : null, expectedPassRate }, reasons),
      );
      if (isFound) continue;
      const seed = 'c0'.repeat(32);
      const { verdict } = verifyChain(seed, forge(seed), { sample: segments, random: Math.random });
      const all = { way: `${way}, every segment checked`, evidence: 'rules', mustFailFor: [reason] } as const;
      outcomes.push(outcomeOf(all, [verdict]));
    }
    const again = { way: 'the same report twice', evidence: 'service', mustFailFor: ['BENCHMARK_UNKNOWN'] } as const;
    return [...outcomes, outcomeOf(again, [await handTwice(network)])];
  },
};
