/** A challenge that arrives while a check runs, with real children: it is answered as if no check ran. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRightOfWay } from '../../electron/checks/right-of-way.ts';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createProblemBoard } from '../../electron/device/problem-board.ts';
import { proveWith } from '../../electron/device/proving.ts';
import type { FilledPart } from '../../electron/link/prover.ts';
import type { Probe } from '../../electron/probe/client.ts';
import type { CheckMode, CheckRun, CheckStep } from '../../shared/contract/app/checks.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { verifyFill, verifyWalk } from '../../shared/domain/proof/verify.ts';
import { softwareGpu } from './machine.ts';
import { realChecks } from './real-checks.ts';
import { probePids, realProbe, swiftShaderIcd, withSwiftShader } from './real-probe.ts';

const mib = 2 ** 20;
const deadlineMs = 20_000;
const nonce = '00112233445566778899aabbccddeeff';
const sampling = { sample: 64, random: Math.random };
const spec = specFor({
  target: 'gpu',
  seed: 'a5'.repeat(32),
  coverBytes: 4 * mib,
  maxShardBytes: 256 * mib,
  rounds: 2,
  lanes: 8192,
  steps: 32,
  expectedShares: 256,
});

let folder = '';
const probes = new Map<string | null, Probe>();
const pool = {
  for: (selector: string | null): Probe => {
    const known = probes.get(selector) ?? realProbe();
    probes.set(selector, known);
    return known;
  },
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perigee-way-'));
});
afterEach(async () => {
  await Promise.all([...probes.values()].map((probe) => probe.close()));
  probes.clear();
  rmSync(folder, { recursive: true });
});

/** A device whose one card is proven in the probe of `selector`. */
const setUp = (selector: string | null) => {
  const way = createRightOfWay();
  const checks = realChecks({ probe: pool, way, folder, gpus: [{ ...softwareGpu, selector }] });
  const prove = proveWith({
    pool,
    way,
    gpus: [{ id: softwareGpu.id, adapterName: softwareGpu.adapterName ?? '', selector, driver: null }],
    problems: createProblemBoard(systemClock),
    clock: systemClock,
  });
  /** Proves once. @returns milliseconds from the challenge to the commitment and to the answer, and what was proven */
  const answer = async (onFilled: () => void = () => {}) => {
    const begun = performance.now();
    let committedMs = 0;
    let filled: FilledPart[] = [];
    const [walked] = await prove([{ gpu: 0, spec }], {
      signal: new AbortController().signal,
      deadlineMs,
      onCommit: async (parts) => {
        committedMs = performance.now() - begun;
        filled = parts;
        onFilled();
        return [{ gpu: 0, nonce }];
      },
    });
    const answeredMs = performance.now() - begun;
    const verdicts = [
      verifyFill(spec, filled[0]?.fillShares ?? [], sampling).verdict,
      verifyWalk(spec, nonce, walked?.walkShares ?? [], sampling).verdict,
    ];
    return { committedMs, answeredMs, verdicts };
  };
  const stepOf = (kind: CheckStep['kind']): CheckStep | undefined =>
    checks.state.get().run?.steps.find((step) => step.kind === kind);
  const whenAt = async (kind: CheckStep['kind'], leastProgress: number): Promise<void> =>
    expect.poll(() => stepOf(kind)?.progress ?? 0, { timeout: 60_000, interval: 50 }).toBeGreaterThan(leastProgress);
  const start = (mode: CheckMode): void => void checks.start(mode);
  const run = (): CheckRun | null => checks.state.get().run;
  return { checks, start, run, answer, stepOf, whenAt };
};

const isProven = ['passed', 'passed'];

describe.skipIf(swiftShaderIcd === null)(`a proof while a check runs ${withSwiftShader}`, () => {
  it('is committed and answered in time in the middle of an hour of the memory check, which goes on after it', async () => {
    const { checks, start, run, answer, stepOf, whenAt } = setUp(null);
    const alone = await answer();
    expect(alone.verdicts).toEqual(isProven);
    start('memory_long');
    await whenAt('vram_pattern', 0.001);
    const beside = await answer();
    expect(beside.verdicts).toEqual(isProven);
    expect(beside.answeredMs).toBeLessThan(deadlineMs);
    const before = stepOf('vram_pattern');
    expect([run()?.state, before?.state, before?.gaveWay]).toEqual(['running', 'running', 1]);
    await whenAt('vram_pattern', before?.progress ?? 1);
    const again = await answer();
    expect([again.verdicts, stepOf('vram_pattern')?.gaveWay]).toEqual([isProven, 2]);
    expect(again.answeredMs).toBeLessThan(deadlineMs);
    process.stdout.write(
      `committed after ${alone.committedMs.toFixed(0)} ms without a check, ${beside.committedMs.toFixed(0)} and ${again.committedMs.toFixed(0)} ms in the middle of one; answered after ${alone.answeredMs.toFixed(0)}, ${beside.answeredMs.toFixed(0)} and ${again.answeredMs.toFixed(0)} ms\n`,
    );
    await checks.close();
  });

  it('is never made beside a test of the processor, though a card has a child of its own', async () => {
    const { checks, start, answer, stepOf, whenAt } = setUp('card');
    await answer();
    start('quick');
    await whenAt('cpu_throughput', 0.01);
    const alive: number[][] = [];
    const { answeredMs, verdicts } = await answer(() => alive.push(probePids()));
    expect(verdicts).toEqual(isProven);
    expect(answeredMs).toBeLessThan(deadlineMs);
    expect(alive[0]).toHaveLength(1);
    expect(stepOf('cpu_throughput')?.gaveWay).toBe(1);
    await expect.poll(() => stepOf('cpu_throughput')?.state, { timeout: 30_000 }).toBe('done');
    expect(stepOf('cpu_throughput')).toMatchObject({ verdict: 'passed', problem: null });
    await checks.close();
  });
});
