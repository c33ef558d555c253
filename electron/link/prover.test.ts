import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Happening } from '../../shared/domain/device-log/happening.ts';
import { eventually, type LinkBench, openLinkBench } from '../../tests/fakes/network/link-bench.ts';

let bench: LinkBench;
beforeEach(async () => {
  bench = await openLinkBench();
});
afterEach(() => bench.close());

const challenge = (challengeId: string) => ({
  kind: 'challenge',
  challenge: {
    challengeId,
    epoch: 1,
    parts: [0, 1].map((gpu) => ({
      gpu,
      spec: {
        algorithm: 'perigee-fill-walk-1',
        target: 'cpu',
        seed: String(gpu).repeat(64),
        shardBytes: 2 ** 20,
        shards: 1,
        rounds: 1,
        lanes: 1,
        steps: 1,
        fillTarget: 0,
        shareTarget: 0,
        minShares: 0,
      },
    })),
    fillDeadlineMs: 60_000,
    walkDeadlineMs: 20_000,
    sharesAs: 'packed',
  },
});

describe('proofs', () => {
  it('commit, answer, and report the verdict with the time they took', async () => {
    let proveMs = -1;
    const { heard } = await bench.takePart({
      onVerdict: (verdict, tookMs) => {
        proveMs = tookMs;
        heard.verdicts.push(verdict);
      },
    });
    bench.network.say(challenge('c1'));
    await eventually(() => expect(heard.verdicts).toMatchObject([{ challengeId: 'c1', verdict: 'passed' }]));
    expect(bench.network.state.committed).toEqual(['c1']);
    expect(proveMs).toBeGreaterThanOrEqual(0);
  });

  it('are written down with what became of them', async () => {
    const told: Happening[] = [];
    let isShort = false;
    await bench.takePart({
      note: (happening) => told.push(happening),
      prove: async (parts, { onCommit }) => {
        if (isShort) throw new PerigeeError('VRAM_SHORT', { heldBytes: 1, neededBytes: 2 });
        await onCommit(parts.map(({ gpu }) => ({ gpu, fillShares: [] })));
        return parts.map(({ gpu }) => ({ gpu, walkShares: [{ lane: 0, digest: [1, 2, 3, 4] }], telemetry: null }));
      },
    });
    bench.network.say(challenge('c1'));
    await eventually(() => expect(told).toContainEqual(expect.objectContaining({ kind: 'proof', challengeId: 'c1' })));
    isShort = true;
    bench.network.say(challenge('c2'));
    await eventually(() => expect(told.at(-1)).toEqual({ kind: 'no_proof', challengeId: 'c2', code: 'VRAM_SHORT' }));
    expect(told.map(({ kind }) => kind)).toEqual(['session', 'challenge', 'proof', 'challenge', 'no_proof']);
    expect(told[1]).toEqual({
      ...{ kind: 'challenge', challengeId: 'c1', gpus: [0, 1] },
      ...{ fillDeadlineMs: 60_000, walkDeadlineMs: 20_000 },
    });
  });

  it('are made one at a time and in order, each challenge once', async () => {
    let underWay = 0;
    let most = 0;
    const { heard } = await bench.takePart({
      prove: async (parts, { onCommit }) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await onCommit(parts.map(({ gpu }) => ({ gpu, fillShares: [] })));
        underWay -= 1;
        return parts.map(({ gpu }) => ({ gpu, walkShares: [], telemetry: null }));
      },
    });
    for (const id of ['c1', 'c2', 'c2', 'c3', 'c1']) bench.network.say(challenge(id));
    await eventually(() => expect(heard.verdicts.map(({ challengeId }) => challengeId)).toEqual(['c1', 'c2', 'c3']));
    expect(most).toBe(1);
  });

  it('say so when they came too late, and keep quiet about what a new network forgot', async () => {
    const { heard } = await bench.takePart();
    bench.network.state.commits = (id) => (id === 'late' ? 'late' : 'unknown');
    bench.network.say(challenge('forgotten'));
    bench.network.say(challenge('late'));
    await eventually(() =>
      expect(heard.problems).toEqual([{ code: 'PROOF_FAILED', data: { challengeId: 'late', verdict: 'late' } }]),
    );
  });

  it('tell the network at once when the memory cannot be had, and the owner why', async () => {
    const short = { heldBytes: 0, neededBytes: 2 ** 20 };
    const { heard } = await bench.takePart({
      prove: async () => Promise.reject(new PerigeeError('VRAM_SHORT', short)),
    });
    bench.network.say(challenge('c1'));
    await eventually(() => expect(bench.network.state.committed).toEqual(['c1']));
    expect(heard.problems).toEqual([{ code: 'VRAM_SHORT', data: short }]);
    expect(heard.verdicts).toEqual([]);
  });

  it('are broken off by closing', async () => {
    let reason: string | null = null;
    const { link } = await bench.takePart({
      prove: (_, { signal }) =>
        new Promise((__, reject) => {
          signal.addEventListener('abort', () => {
            reason = 'aborted';
            reject(signal.reason);
          });
        }),
    });
    bench.network.say({ kind: 'epoch_closed', epoch: 1 });
    bench.network.say(challenge('c1'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await link.close();
    expect(reason).toBe('aborted');
  });
});
