import { describe, expect, it } from 'vitest';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { ChallengePart, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { createRightOfWay } from '../checks/right-of-way.ts';
import type { Probe, ProofCall } from '../probe/client.ts';
import type { ProvingGpu } from './hardware.ts';
import { createProblemBoard } from './problem-board.ts';
import { proveWith } from './proving.ts';

const clock = { now: () => 0, monotonic: () => performance.now(), sleep: async () => undefined };
const spec = { seed: 'ab' } as ProofSpec;
const parts: ChallengePart[] = [0, 1].map((gpu) => ({ gpu, spec }));
const gpus: ProvingGpu[] = ['a', 'b'].map((selector) => ({
  id: selector,
  adapterName: 'card',
  selector,
  driver: null,
}));

/** A pool in which each card does what the test says. */
const poolOf = (cards: Record<string, (call: ProofCall) => Promise<void>>, asked: string[] = []) => ({
  for: (selector: string | null) =>
    ({
      prove: async (_spec: ProofSpec, _name: string | null, call: ProofCall) => {
        asked.push(selector ?? '');
        await cards[selector ?? '']?.(call);
        return { shares: [], dispatchMs: [1], subgroupSize: 32, adapterHash: null };
      },
      atRest: async () => undefined,
    }) as unknown as Probe,
});

const call = (onCommit: Parameters<ReturnType<typeof proveWith>>[1]['onCommit']) => ({
  signal: new AbortController().signal,
  deadlineMs: 1000,
  onCommit,
});
const noncesFor = async (filled: { gpu: number }[]) => filled.map(({ gpu }) => ({ gpu, nonce: `nonce ${gpu}` }));

describe('a proof of two cards', () => {
  it('is filled by both before either has its nonce, and each has its own', async () => {
    const order: string[] = [];
    const fills = (name: string, delayMs: number) => async (own: ProofCall) => {
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      order.push(`${name} filled`);
      order.push(`${name} got ${await own.onCommit([])}`);
    };
    const pool = poolOf({ a: fills('a', 30), b: fills('b', 0) });
    const prove = proveWith({ pool, way: createRightOfWay(), gpus, problems: createProblemBoard(clock), clock });
    let commitments = 0;
    const walked = await prove(
      parts,
      call(async (filled) => {
        commitments += 1;
        order.push('committed');
        return noncesFor(filled);
      }),
    );
    expect(commitments).toBe(1);
    expect(order.slice(0, 3)).toEqual(['b filled', 'a filled', 'committed']);
    expect(order.slice(3).sort()).toEqual(['a got nonce 0', 'b got nonce 1']);
    expect(walked.map(({ gpu, telemetry }) => [gpu, telemetry?.subgroupSize])).toEqual([
      [0, 32],
      [1, 32],
    ]);
  });

  it('ends with the error of the first that fails, and breaks the other off', async () => {
    const short = new PerigeeError('VRAM_SHORT', { heldBytes: 1, neededBytes: 2 });
    let broken = false;
    const pool = poolOf({
      a: async () => Promise.reject(short),
      b: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            broken = true;
            reject(new PerigeeError('CANCELLED', {}));
          });
        }),
    });
    const problems = createProblemBoard(clock);
    const prove = proveWith({ pool, way: createRightOfWay(), gpus, problems, clock });
    await expect(prove(parts, call(noncesFor))).rejects.toBe(short);
    expect(broken).toBe(true);
    expect(problems.problems.get().map(({ problem }) => problem.code)).toEqual(['VRAM_SHORT']);
  });

  it('ends with the error of the commitment', async () => {
    const late = new PerigeeError('PROOF_FAILED', { challengeId: 'c', verdict: 'late' });
    const commits = async (own: ProofCall) => void (await own.onCommit([]));
    const prove = proveWith({
      pool: poolOf({ a: commits, b: commits }),
      way: createRightOfWay(),
      gpus,
      problems: createProblemBoard(clock),
      clock,
    });
    await expect(
      prove(
        parts,
        call(async () => Promise.reject(late)),
      ),
    ).rejects.toBe(late);
  });

  it('is made by the processor where no GPU takes part', async () => {
    const asked: string[] = [];
    const pool = poolOf({ '': async (own) => void (await own.onCommit([])) }, asked);
    const prove = proveWith({ pool, way: createRightOfWay(), gpus: [], problems: createProblemBoard(clock), clock });
    await prove(parts.slice(0, 1), call(noncesFor));
    expect(asked).toEqual(['']);
  });

  it('waits until a check has let go, and gives the way back when the cards are at rest', async () => {
    const log: string[] = [];
    const way = {
      proof: async () => {
        log.push('asked');
        return () => void log.push('given back');
      },
    };
    const proves = async (own: ProofCall) => {
      log.push('proves');
      await own.onCommit([]);
    };
    const prove = proveWith({
      pool: poolOf({ a: proves, b: proves }),
      way,
      gpus,
      problems: createProblemBoard(clock),
      clock,
    });
    await prove(parts, call(noncesFor));
    await expect.poll(() => log).toEqual(['asked', 'proves', 'proves', 'given back']);
  });
});
