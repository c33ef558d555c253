import { describe, expect, it } from 'vitest';
import type { ProofSpec } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { setUpProbe } from '../../tests/fakes/still-children.ts';

/** Lets every promise that can go on go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const spec: ProofSpec = specFor({
  target: 'gpu',
  seed: '00'.repeat(32),
  coverBytes: 2 ** 20,
  maxShardBytes: 2 ** 20,
  rounds: 1,
  lanes: 64,
  steps: 4,
  expectedShares: 8,
});

describe('a proof', () => {
  it('commits, hands on the nonce and returns the walk', async () => {
    const { at, probe, stop, advance } = setUpProbe();
    let commit = (_nonce: string): void => {};
    const fills: unknown[] = [];
    const proving = probe.prove(spec, 'card', {
      signal: stop.signal,
      deadlineMs: 120_000,
      onCommit: (shares) => {
        fills.push(shares);
        return new Promise((resolve) => {
          commit = resolve;
        });
      },
    });
    await settle();
    expect(at(0).heard).toEqual([{ kind: 'prove', spec, adapterName: 'card' }]);
    at(0).report({ kind: 'filled', shares: [{ shard: 0, item: 1, word: 2 }] });
    for (let second = 0; second < 60; second += 1) {
      at(0).report({ kind: 'beat', bound: 'warm' });
      await advance(1000);
    }
    expect(at(0).killed).toBe(false);
    commit('ab'.repeat(16));
    await settle();
    expect(at(0).heard[1]).toEqual({ kind: 'nonce', nonce: 'ab'.repeat(16) });
    const proof = {
      shares: [{ lane: 3, digest: [1, 2, 3, 4] as [number, number, number, number] }],
      dispatchMs: [7],
      subgroupSize: 32,
      adapterHash: null,
    };
    at(0).report({ kind: 'walked', ...proof });
    expect(await proving).toEqual(proof);
    expect(fills).toEqual([[{ shard: 0, item: 1, word: 2 }]]);
  });

  it('says how much memory was had when it is not enough', async () => {
    const { at, probe, stop } = setUpProbe();
    const short = { heldBytes: 2 ** 20, neededBytes: 2 ** 30 };
    const proving = expect(
      probe.prove(spec, null, { signal: stop.signal, deadlineMs: 120_000, onCommit: async () => '' }),
    ).rejects.toMatchObject({ code: 'VRAM_SHORT', data: short });
    await settle();
    at(0).report({ kind: 'short', ...short });
    await proving;
  });

  it('ends with the error of the commitment', async () => {
    const { at, probe, stop } = setUpProbe();
    const proving = expect(
      probe.prove(spec, null, {
        signal: stop.signal,
        deadlineMs: 1000,
        onCommit: async () => Promise.reject(new Error('late')),
      }),
    ).rejects.toThrow('late');
    await settle();
    at(0).report({ kind: 'filled', shares: [] });
    await proving;
    expect(at(0).killed).toBe(true);
  });
});
