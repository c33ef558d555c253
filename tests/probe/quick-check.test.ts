/** The quick check as a person starts it, on the real probe: how long it takes and what it claims. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRightOfWay } from '../../electron/checks/right-of-way.ts';
import type { Probe } from '../../electron/probe/client.ts';
import { type CheckRun, checkRunSchema } from '../../shared/contract/app/checks.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import { softwareGpu } from './machine.ts';
import { realChecks } from './real-checks.ts';
import { env, realProbe, swiftShaderIcd, withSwiftShader } from './real-probe.ts';

const probes: Probe[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perigee-check-'));
});
afterEach(async () => {
  await Promise.all(probes.splice(0).map((probe) => probe.close()));
  rmSync(folder, { recursive: true });
});

const setUp = (gpus: Gpu[], childEnv = env) => {
  const probe = realProbe({}, childEnv);
  probes.push(probe);
  const checks = realChecks({ probe: { for: () => probe }, way: createRightOfWay(), folder, gpus });
  const ended = new Promise<CheckRun>((resolve) => {
    checks.state.subscribe(({ run }) => run && run.state !== 'running' && resolve(run));
  });
  return { checks, ended };
};

describe.skipIf(swiftShaderIcd === null)(`the quick check ${withSwiftShader}`, () => {
  it('passes every step within a minute', async () => {
    const { checks, ended } = setUp([softwareGpu]);
    const begun = performance.now();
    checks.start('quick');
    const run = await ended;
    expect(performance.now() - begun).toBeLessThan(60_000);
    expect(checkRunSchema.parse(run).steps.map(({ kind, verdict, figure }) => [kind, verdict, figure?.unit])).toEqual([
      ['network_link', 'not_offered', undefined],
      ['cpu_single', 'passed', 'MH/s'],
      ['cpu_throughput', 'passed', 'MH/s'],
      ['disk_sequential', 'passed', 'MB/s'],
      ['fp32_throughput', 'passed', 'GFLOPS'],
      ['int32_throughput', 'passed', 'GOPS'],
      ['memory_bandwidth', 'passed', 'GB/s'],
      ['random_read', 'passed', 'GB/s'],
      ['host_to_device', 'passed', 'GB/s'],
      ['vram_pattern', 'passed', 'MB'],
      ['proof_rehearsal', 'passed', 's'],
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is cancelled in the middle of a step within a second', async () => {
    const { checks } = setUp([softwareGpu]);
    checks.start('full');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const begun = performance.now();
    expect(await checks.cancel()).toBe(true);
    expect(performance.now() - begun).toBeLessThan(1000);
    const [line, ...others] = checks.state.get().run?.steps.map(({ state }) => state) ?? [];
    expect(line).toBe('done');
    expect(new Set(others)).toEqual(new Set(['cancelled']));
  });
});

describe('the quick check without a GPU', () => {
  it('measures the processor and rehearses the proof on it', async () => {
    const { checks, ended } = setUp([]);
    checks.start('quick');
    expect((await ended).steps.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['network_link:network', 'not_offered'],
      ['cpu_single:cpu', 'passed'],
      ['cpu_throughput:cpu', 'passed'],
      ['disk_sequential:disk', 'passed'],
      ['proof_rehearsal:cpu', 'passed'],
    ]);
  });
});
