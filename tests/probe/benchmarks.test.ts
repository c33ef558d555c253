/** The GPU benchmarks on real Vulkan drivers: every figure is of verified output, and what did not run has none. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../electron/probe/messages.ts';
import { gpuBenchmarkKinds } from '../../shared/contract/app/checks.ts';
import { drivers, onDriver, realProbe } from './real-probe.ts';
import { runScenario } from './run-scenario.ts';

const scenarios = new URL('./benchmark-scenario.ts', import.meta.url);

const units = {
  fp32_throughput: 'GFLOPS',
  fp16_throughput: 'GFLOPS',
  int32_throughput: 'GOPS',
  dot4_throughput: 'GOPS',
  matrix_throughput: 'GOPS',
  gemm_throughput: 'GFLOPS',
  int8_product: 'GOPS',
  memory_bandwidth: 'GB/s',
  memory_copy: 'GB/s',
  random_read: 'GB/s',
  host_to_device: 'GB/s',
  device_to_host: 'GB/s',
  launch_latency: 'µs',
} as const;

/** What the software drivers do not have. */
const missing = {
  SwiftShader: { fp16_throughput: 'shader-f16', matrix_throughput: 'chromium-experimental-subgroup-matrix' },
  lavapipe: { matrix_throughput: 'chromium-experimental-subgroup-matrix' },
} as const;

const subgroupSizes = { SwiftShader: 4, lavapipe: 8 } as const;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

for (const driver of drivers) {
  const run = (name: string): Promise<unknown> => runScenario(name, scenarios, driver.env);
  const missingHere: Partial<Record<string, string>> = missing[driver.name];

  describe.skipIf(driver.skip !== null)(`the benchmarks ${onDriver(driver)}`, () => {
    let measured: {
      outcomes: Record<string, Measurement>;
      dispatchMs: Record<string, number[]>;
      ownMs: Record<string, number[]>;
      countsWaits: boolean;
    };
    beforeAll(async () => {
      measured = (await run('every benchmark')) as typeof measured;
    });

    it.each(gpuBenchmarkKinds)('measure %s, or say that it is not offered', (kind) => {
      const outcome = measured.outcomes[kind];
      const feature = missingHere[kind];
      if (feature !== undefined) {
        expect(outcome).toEqual({ verdict: 'not_offered', figure: null, coverage: null, detail: feature });
        return;
      }
      expect(outcome).toMatchObject({ verdict: 'passed', figure: { unit: units[kind], windows: expect.any(Number) } });
      expect(outcome?.figure?.median).toBeGreaterThan(0);
      expect(outcome?.figure?.windows).toBeGreaterThanOrEqual(3);
    });

    it.each(gpuBenchmarkKinds)('keep the calibrated dispatches of %s within 100 ms', (kind) => {
      // A machine that also runs other tests may stop any single one. What the threads waited for a processor is left out;
      // where the system does not count it, the middle one has to do.
      const { dispatchMs, ownMs, countsWaits } = measured;
      const times = countsWaits ? (ownMs[kind] ?? []) : [median(dispatchMs[kind] ?? [])];
      // A virtual machine's neighbours take the processor unseen: one in a thousand may be longer.
      const longest = times.toSorted((a, b) => b - a)[Math.floor(times.length / 1000)] ?? 0;
      expect(longest).toBeLessThanOrEqual(100);
    });

    it('count the invocations that run side by side', async () => {
      expect(await run('subgroup size')).toMatchObject({
        size: subgroupSizes[driver.name],
        without: null,
        idle: { name: 'WrongOutput' },
      });
    });

    // What Dawn itself does is the same on every driver, and a software one is slow.
    if (driver.name !== 'SwiftShader') return;

    it('have no figure when nothing of it ran', async () => {
      const outcomes = (await run('nothing runs')) as Record<string, unknown>;
      for (const kind of gpuBenchmarkKinds) {
        const expected = kind in missingHere ? { verdict: 'not_offered' } : { name: 'WrongOutput' };
        expect([kind, outcomes[kind]]).toMatchObject([kind, expected]);
      }
    });

    it('have no figure when a bind group is invalid', async () => {
      const outcomes = (await run('nothing is bound')) as Record<string, unknown>;
      for (const kind of gpuBenchmarkKinds) {
        const expected = kind in missingHere ? { verdict: 'not_offered' } : { name: 'GpuFault', kind: 'invalid' };
        expect([kind, outcomes[kind]]).toMatchObject([kind, expected]);
      }
    });

    it('know what the shading language offers', async () => {
      expect(await run('language features')).toEqual([true, false]);
    });

    it("answer through the probe's own messages", async () => {
      const probe = realProbe({}, driver.env);
      const plan = { adapterName: null, windows: 3, budgetMs: 500, sustainMs: 500 };
      const call = { signal: new AbortController().signal, deadlineMs: 60_000 };
      try {
        const latency = await probe.measure({ kind: 'launch_latency', ...plan }, call);
        expect(latency).toMatchObject({ verdict: 'passed', figure: { unit: 'µs', sustained: expect.any(Number) } });
        const matrix = await probe.measure({ kind: 'matrix_throughput', ...plan }, call);
        expect(matrix).toMatchObject({ verdict: 'not_offered', figure: null });
      } finally {
        await probe.close();
      }
    });

    it('never read the timestamps that Dawn masks unless it is told not to', async () => {
      const { masked, fine, ours } = (await run('timestamps')) as {
        masked: { stamps: number; round: number };
        fine: { stamps: number; round: number };
        ours: string[];
      };
      expect(masked.round).toBe(masked.stamps);
      expect(fine.round).toBeLessThan(fine.stamps / 2);
      expect(ours).not.toContain('timestamp-query');
    });
  });
}

describe('the matrix kernel', () => {
  it("compiles for every pair of types without a word from Dawn's compiler", async () => {
    expect(await runScenario('matrix kernels', scenarios)).toEqual({
      'i8 i32': [],
      'u8 u32': [],
      'f16 f32': [],
      'f16 f16': [],
      'f32 f32': [],
    });
  });
});
