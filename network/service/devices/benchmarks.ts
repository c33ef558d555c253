/** The processor's benchmark: a seed goes out once, its chain comes back once, and the time between is ours. */
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { ChainReport } from '../../../shared/contract/network/benchmarks.ts';
import { type ChainVerification, verifyChain } from '../../../shared/domain/benchmark/chain.ts';
import type { Network } from '../network.ts';
import type { Device } from './devices.ts';

const openForMs = 300_000;
const mostOpen = 10_000;
const sampledSegments = 4;
/** What the network lets itself in for with one segment: a quarter of a second. */
const mostPermutations = 2 ** 21;

export interface Benchmarks {
  begin(device: Pick<Device, 'id'>): { benchmarkId: string; seed: string };
  /** @returns null for a benchmark that is not open for this device */
  finish(
    device: Pick<Device, 'id'>,
    benchmarkId: string,
    chain: ChainReport,
  ): Promise<{ verdict: ChainVerification['verdict']; permutationsPerSecond: number | null } | null>;
}

export const createBenchmarks = ({ db, clock, log }: Pick<Network, 'db' | 'clock' | 'log'>): Benchmarks => {
  const open = new Map<string, { deviceId: string; seed: string; begunAtMs: number }>();

  const forgetOld = (): void => {
    for (const [id, { begunAtMs }] of open) if (clock.monotonic() - begunAtMs > openForMs) open.delete(id);
    // The oldest first: a Map keeps the order in which they came.
    for (const id of [...open.keys()].slice(0, Math.max(0, open.size - mostOpen))) open.delete(id);
  };

  return {
    begin: ({ id: deviceId }) => {
      // One at a time: what was begun before is given up.
      for (const [id, other] of open) if (other.deviceId === deviceId) open.delete(id);
      forgetOld();
      const benchmarkId = randomUUID();
      const seed = randomBytes(32).toString('hex');
      open.set(benchmarkId, { deviceId, seed, begunAtMs: clock.monotonic() });
      return { benchmarkId, seed };
    },
    finish: async ({ id: deviceId }, benchmarkId, chain) => {
      const nowMs = clock.monotonic();
      forgetOld();
      const begun = open.get(benchmarkId);
      if (begun?.deviceId !== deviceId) return null;
      open.delete(benchmarkId);
      const { verdict } =
        chain.permutationsPerSegment > mostPermutations
          ? ({ verdict: 'malformed' } as const)
          : verifyChain(begun.seed, chain, { sample: sampledSegments, random: () => randomInt(2 ** 47) / 2 ** 47 });
      if (verdict !== 'passed') {
        log.warn('benchmark_refused', { deviceId, verdict });
        return { verdict, permutationsPerSecond: null };
      }
      const permutations = chain.checkpoints.length * chain.permutationsPerSegment;
      const permutationsPerSecond = (permutations * 1000) / Math.max(1, nowMs - begun.begunAtMs);
      await db.insertInto('benchmarks').values({ deviceId, at: clock.now(), permutationsPerSecond }).execute();
      return { verdict, permutationsPerSecond };
    },
  };
};
