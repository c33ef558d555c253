import { describe, expect, it } from 'vitest';
import type { FillShare, ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import type { Probe, ProofCall } from '../probe/client.ts';
import { rehearseProof } from './rehearsal.ts';

const difficulty = {
  target: 'cpu',
  coverBytes: 2 ** 20,
  maxShardBytes: 2 ** 20,
  rounds: 1,
  lanes: 2048,
  steps: 8,
  expectedShares: 256,
} as const;

interface Tampering {
  fill?: (shares: FillShare[]) => FillShare[];
  walk?: (shares: WalkShare[]) => WalkShare[];
}

/** Proves honestly on this thread, then changes what is sent. */
const rehearse = async ({ fill = (shares) => shares, walk = (shares) => shares }: Tampering) => {
  const specs: ProofSpec[] = [];
  const probe: Probe = {
    listAdapters: async () => [],
    measure: async () => Promise.reject(new Error('not measured here')),
    prove: async (spec: ProofSpec, _adapterName: string | null, call: ProofCall) => {
      specs.push(spec);
      const prover = createCpuProver(spec, async () => {});
      const shares = walk(await prover.walk(await call.onCommit(fill(await prover.fill()))));
      return { shares, dispatchMs: [], subgroupSize: null, adapterHash: null };
    },
    atRest: async () => {},
    close: async () => {},
  };
  let nowMs = 0;
  const monotonic = (): number => {
    nowMs += 1500;
    return nowMs;
  };
  const clock = { now: () => 0, monotonic, sleep: async () => {} };
  const call = { signal: new AbortController().signal, deadlineMs: 1000 };
  return { measurement: await rehearseProof({ probe, clock, adapterName: null, difficulty }, call), specs };
};

describe('a rehearsal', () => {
  it('passes an honest proof and says how long it took', async () => {
    const { measurement } = await rehearse({});
    expect(measurement).toEqual({
      verdict: 'passed',
      figure: {
        unit: 's',
        median: 1.5,
        p10: 1.5,
        p90: 1.5,
        best: 1.5,
        cv: null,
        windows: 1,
        isBrief: false,
        sustained: null,
        throttleRatio: null,
      },
      coverage: null,
      detail: null,
    });
  });

  it('never asks the same twice', async () => {
    const seeds = [await rehearse({}), await rehearse({})].map(({ specs }) => specs[0]?.seed);
    expect(seeds[0]).not.toBe(seeds[1]);
  });

  it.each([
    [
      'a wrong walk',
      'invalid',
      {
        walk: (shares: WalkShare[]) =>
          shares.map((share) => ({ ...share, digest: [0, 1, 2, 3] as WalkShare['digest'] })),
      },
    ],
    [
      'a wrong fill',
      'invalid',
      { fill: (shares: FillShare[]) => shares.map((share) => ({ ...share, word: share.word ^ 1 })) },
    ],
    ['a lane twice', 'invalid', { walk: (shares: WalkShare[]) => shares.flatMap((share) => [share, share]) }],
    ['too few shares', 'failed', { walk: (shares: WalkShare[]) => shares.slice(0, 100) }],
  ] as const)('has no figure for %s', async (_, verdict, tampering) => {
    expect((await rehearse(tampering)).measurement).toMatchObject({ verdict, figure: null });
  });
});
