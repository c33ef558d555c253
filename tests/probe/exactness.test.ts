/**
 * The proof on two independent Vulkan drivers, under each Node that is here: all find the very shares that the reference
 * finds, and no others.
 */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../electron/probe/client.ts';
import type { FillShare, ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { type Difficulty, specFor } from '../../shared/domain/proof/difficulty.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { nodeHosts } from './node-hosts.ts';
import { drivers, onDriver } from './real-probe.ts';

const mib = 2 ** 20;
const nonce = '8899aabbccddeeff0011223344556677';

const spec = (change: Partial<Difficulty>): ProofSpec =>
  specFor({
    target: 'gpu',
    seed: 'c3'.repeat(32),
    coverBytes: 4 * mib,
    maxShardBytes: 256 * mib,
    rounds: 3,
    lanes: 8192,
    steps: 48,
    expectedShares: 512,
    ...change,
  });

/** One hash over all shares, in whatever order they were found. */
const shareSetHash = (fill: readonly FillShare[], walk: readonly WalkShare[]): string => {
  const lines = [
    ...fill.map(({ shard, item, word }) => `fill ${shard} ${item} ${word}`),
    ...walk.map(({ lane, digest }) => `walk ${lane} ${digest.join(' ')}`),
  ];
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
};

const referenceHash = async (wanted: ProofSpec): Promise<string> => {
  const prover = createCpuProver(wanted, async () => {});
  return shareSetHash(await prover.fill(), await prover.walk(nonce));
};

const probes: Probe[] = [];
afterEach(async () => {
  await Promise.all(probes.splice(0).map((probe) => probe.close()));
});

const proofHash = async (probe: Probe, wanted: ProofSpec): Promise<string> => {
  probes.push(probe);
  let fill: FillShare[] = [];
  const { shares: walk } = await probe.prove(wanted, null, {
    signal: new AbortController().signal,
    deadlineMs: 120_000,
    onCommit: async (shares) => {
      fill = shares;
      return nonce;
    },
  });
  expect(walk.length).toBeGreaterThan(100);
  return shareSetHash(fill, walk);
};

describe.each(drivers)('the proof', (driver) => {
  describe.each(nodeHosts)('$title', ({ isHere, startProbe }) => {
    it.skipIf(driver.skip !== null || !isHere).each([
      ['in one shard', {}],
      ['in more shards than are bound at once', { coverBytes: 12 * mib, maxShardBytes: mib }],
      ['over lanes that do not fill a workgroup', { lanes: 5003 }],
    ])(`has the reference's share-set hash ${onDriver(driver)}, %s`, async (_, change) => {
      const wanted = spec(change);
      expect(await proofHash(startProbe(driver.env), wanted)).toBe(await referenceHash(wanted));
    });
  });
});
