/** The processor's measurements through the real probe: its child, its threads, its verdicts. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../electron/probe/client.ts';
import type { MeasureTask } from '../../electron/probe/messages.ts';
import { env, probePids, realProbe } from './real-probe.ts';

const plan = { windows: 3, budgetMs: 600, sustainMs: 0 };
const call = () => ({ signal: new AbortController().signal, deadlineMs: 60_000 });
const noDriver = { ...env, VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };

const probes: Probe[] = [];
const start = (): Probe => {
  const probe = realProbe({}, noDriver);
  probes.push(probe);
  return probe;
};
afterEach(async () => {
  await Promise.all(probes.splice(0).map((probe) => probe.close()));
});

describe('the processor', () => {
  it.each<[MeasureTask, string, number]>([
    [{ kind: 'cpu_single', ...plan }, 'MH/s', 0.1],
    [{ kind: 'cpu_throughput', threads: 2, ...plan }, 'MH/s', 0.1],
    [{ kind: 'cpu_memory', threads: 2, bytes: 24 * 2 ** 20, ...plan }, 'GB/s', 0.1],
    [{ kind: 'cpu_chain', seed: 'a5'.repeat(32), ...plan }, 'MH/s', 0.1],
  ])('is measured by %o', async (task, unit, least) => {
    const progress: number[] = [];
    const measurement = await start().measure(task, { ...call(), onProgress: (share) => progress.push(share) });
    expect(measurement).toMatchObject({
      verdict: 'passed',
      figure: { unit, windows: 3 },
      coverage: null,
      detail: null,
    });
    expect(measurement.figure?.median).toBeGreaterThan(least);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it('holds a load and says how much of its best it kept', async () => {
    const { figure } = await start().measure({ kind: 'cpu_single', ...plan, sustainMs: 900 }, call());
    expect(figure?.sustained).toBeGreaterThan(0);
    expect(figure?.throttleRatio).toBeGreaterThan(0);
  });

  it('has no chain for what is no seed', async () => {
    await expect(start().measure({ kind: 'cpu_chain', seed: 'a5', ...plan }, call())).rejects.toMatchObject({
      code: 'PROBE_FAILED',
      data: { task: 'cpu_chain', detail: 'expected 32 bytes of hex' },
    });
  });

  it.runIf(process.platform === 'linux')('is let go of within a second, with all threads', async () => {
    const stop = new AbortController();
    const probe = start();
    let begun = (): void => {};
    const progressing = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const measured = probe.measure(
      { kind: 'cpu_throughput', threads: 4, windows: 1000, budgetMs: 60_000, sustainMs: 0 },
      { signal: stop.signal, deadlineMs: 60_000, onProgress: begun },
    );
    const cancelled = expect(measured).rejects.toMatchObject({ code: 'CANCELLED' });
    await progressing;
    const from = performance.now();
    stop.abort();
    await cancelled;
    await probe.close();
    expect(performance.now() - from).toBeLessThan(1000);
    expect(probePids()).toEqual([]);
  });
});
