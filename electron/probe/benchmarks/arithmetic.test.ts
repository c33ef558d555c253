import { describe, expect, it } from 'vitest';
import type { GpuSession } from '../gpu-session.ts';
import { type Arithmetic, measureArithmetic } from './arithmetic.ts';

const counting: Arithmetic = {
  code: '',
  entryPoint: 'count',
  constants: new Uint32Array(0),
  workgroupSize: 64,
  unit: 'GOPS',
  operations: 256,
  mostIterations: 2 ** 20,
  period: 1,
  expectedWord: (_lane, iterations) => iterations,
};

/**
 * A device that computes `opsPerMs` and takes 20 µs for each dispatch besides; `spoil` changes what it has computed.
 */
const device = (opsPerMs: number, spoil: (words: Uint32Array) => void = () => {}) => {
  const dispatchesMs: number[] = [];
  const runsMs: number[] = [];
  /** What was added to the first so many lanes, by their number; millions of lanes are not walked one by one. */
  const added = new Map<number, number>();
  const session: Partial<GpuSession> = {
    pipeline: async () => ({}) as GPUComputePipeline,
    storage: async () => ({}) as GPUBuffer,
    clear: async () => {
      added.clear();
    },
    read: async (_buffer, bytes) => {
      const copy = new Uint32Array(bytes / 4);
      let from = 0;
      let word = [...added.values()].reduce((sum, each) => sum + each, 0);
      for (const [lanes, each] of [...added].toSorted(([left], [right]) => left - right)) {
        copy.fill(word, from, lanes);
        from = lanes;
        word -= each;
      }
      spoil(copy);
      return copy;
    },
    run: async (dispatches) => {
      let tookMs = 0;
      for (const { params, workgroups } of dispatches) {
        const lanes = workgroups * counting.workgroupSize;
        added.set(lanes, (added.get(lanes) ?? 0) + (params[0] as number));
        const dispatchMs = 0.02 + (lanes * (params[0] as number) * counting.operations) / opsPerMs;
        dispatchesMs.push(dispatchMs);
        tookMs += dispatchMs;
      }
      runsMs.push(tookMs);
      return tookMs;
    },
  };
  return { session: session as GpuSession, dispatchesMs, runsMs };
};

const plan = { windows: 15, budgetMs: 60_000, sustainMs: 0 };

describe('measuring arithmetic', () => {
  it.each([
    ['a slow processor', 1e6],
    ['an integrated GPU', 4e8],
    ['a large GPU', 8e10],
  ])('finds the rate of %s in windows of about 200 ms, with no dispatch above 100 ms', async (_, opsPerMs) => {
    const { session, dispatchesMs, runsMs } = device(opsPerMs);
    const { figure } = await measureArithmetic(session, counting, plan, () => {});
    expect(figure?.windows).toBe(15);
    expect(figure?.median).toBeGreaterThan((0.99 * opsPerMs) / 1e6);
    expect(figure?.median).toBeLessThanOrEqual(opsPerMs / 1e6);
    expect(Math.max(...dispatchesMs)).toBeLessThanOrEqual(100);
    const windows = runsMs.slice(-15);
    expect(Math.min(...windows)).toBeGreaterThanOrEqual(150);
    expect(Math.max(...windows)).toBeLessThanOrEqual(250);
  });

  it('has no figure when one invocation of many is wrong', async () => {
    const { session } = device(4e8, (words) => {
      words[words.length - 1] = 1;
    });
    await expect(measureArithmetic(session, counting, plan, () => {})).rejects.toMatchObject({ name: 'WrongOutput' });
  });

  it('has no figure when nothing ran', async () => {
    const { session } = device(4e8);
    const idle = { ...session, run: async () => 0.001 };
    await expect(measureArithmetic(idle, counting, plan, () => {})).rejects.toMatchObject({ name: 'WrongOutput' });
  });
});
