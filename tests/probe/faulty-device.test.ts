/** What a device may do to the child that works on it, done for real: said within five seconds, and over with the next. */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createProbe, type Probe } from '../../electron/probe/client.ts';
import type { MeasureTask } from '../../electron/probe/messages.ts';
import { spawnNodeProbe } from '../../electron/probe/node-process.ts';
import { drivers, onDriver } from './real-probe.ts';

const entryPath = fileURLToPath(new URL('./faulty-entry.ts', import.meta.url));
const reportMs = 5000;

describe.each(drivers)('a device that fails its child', (driver) => {
  const task = (kind: 'fp32_throughput' | 'int32_throughput' | 'dot4_throughput' | 'fp16_throughput'): MeasureTask => ({
    kind,
    adapterName: null,
    windows: 3,
    budgetMs: 500,
    sustainMs: 0,
  });
  let probe: Probe | null = null;
  afterEach(() => probe?.close());

  /** @returns milliseconds from the last progress, after which it went wrong, to the report */
  const failing = async (kind: Parameters<typeof task>[0], expected: object): Promise<number> => {
    probe = createProbe({
      spawn: spawnNodeProbe({ execPath: process.execPath, entryPath, env: driver.env }),
      clock: systemClock,
    });
    let wrongSince = 0;
    const call = {
      signal: new AbortController().signal,
      deadlineMs: 60_000,
      onProgress: () => {
        wrongSince = performance.now();
      },
    };
    await expect(probe.measure(task(kind), call)).rejects.toMatchObject(expected);
    const saidAfterMs = performance.now() - wrongSince;
    const next: MeasureTask = { kind: 'launch_latency', adapterName: null, windows: 3, budgetMs: 500, sustainMs: 0 };
    expect((await probe.measure(next, { ...call, onProgress: () => {} })).verdict).toBe('passed');
    return saidAfterMs;
  };

  it.skipIf(driver.skip !== null).each([
    ['never comes back', 'fp32_throughput', { code: 'PROBE_TIMED_OUT', data: { deadlineMs: 4000 } }],
    ['is lost, twice', 'int32_throughput', { code: 'PROBE_FAILED' }],
    [
      'has a driver that aborts',
      'dot4_throughput',
      { code: 'PROBE_LOST', data: { signal: expect.stringMatching(/^SIG(?:ABRT|SEGV|ILL|TRAP)$/) } },
    ],
  ] as const)(`that %s ${onDriver(driver)}`, { timeout: 90_000 }, async (_, kind, expected) => {
    expect(await failing(kind, expected)).toBeLessThan(reportMs);
  });
});
