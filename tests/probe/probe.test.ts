/** The probe end to end: its client, a real child process, Dawn and a software Vulkan driver. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Probe } from '../../electron/probe/client.ts';
import type { MeasureTask } from '../../electron/probe/messages.ts';
import { spawnNodeProbe } from '../../electron/probe/node-process.ts';
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { type Difficulty, specFor } from '../../shared/domain/proof/difficulty.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { verifyFill, verifyWalk } from '../../shared/domain/proof/verify.ts';
import { env, probePids, realProbe, swiftShaderIcd, withSwiftShader } from './real-probe.ts';

const mib = 2 ** 20;
const nonce = '00112233445566778899aabbccddeeff';
const seed = 'a5'.repeat(32);
const all = { sample: 10_000, random: Math.random };
const call = () => ({ signal: new AbortController().signal, deadlineMs: 120_000 });
const plan = { windows: 3, budgetMs: 1000, sustainMs: 0 };
const fp32: MeasureTask = { kind: 'fp32_throughput', adapterName: null, ...plan };
const longPattern: MeasureTask = {
  kind: 'vram_pattern',
  adapterName: null,
  bytes: 256 * mib,
  depth: 'extended',
  budgetMs: 600_000,
};
const cpu: MeasureTask = { kind: 'cpu_throughput', threads: 2, ...plan };

const probes: Probe[] = [];
const start = (...options: Parameters<typeof realProbe>): Probe => {
  const probe = realProbe(...options);
  probes.push(probe);
  return probe;
};
afterEach(async () => {
  await Promise.all(probes.splice(0).map((probe) => probe.close()));
});

const spec = (change: Partial<Difficulty> = {}): ProofSpec =>
  specFor({
    target: 'gpu',
    seed,
    coverBytes: 4 * mib,
    maxShardBytes: 256 * mib,
    rounds: 2,
    lanes: 8192,
    steps: 32,
    expectedShares: 256,
    ...change,
  });

const prove = async (probe: Probe, wanted: ProofSpec) => {
  let fill: FillShare[] = [];
  const onCommit = async (shares: FillShare[]): Promise<string> => {
    fill = shares;
    return nonce;
  };
  const { shares: walk } = await probe.prove(wanted, null, { ...call(), onCommit });
  return { walk, fill };
};

const reference = async (wanted: ProofSpec) => {
  const prover = createCpuProver(wanted, async () => {});
  return { fill: await prover.fill(), walk: await prover.walk(nonce) };
};

/** Resolves when the child reports its first progress. */
const underWay = (probe: Probe, task: MeasureTask, signal = new AbortController().signal) => {
  let begun = (): void => {};
  const first = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const measured = probe.measure(task, { signal, deadlineMs: 120_000, onProgress: begun });
  // What fails before it began is a failure and no long wait.
  const progressing = Promise.race([first, measured.then(() => undefined)]);
  progressing.catch(() => {});
  return { progressing, measured };
};

describe.skipIf(swiftShaderIcd === null)(`the probe ${withSwiftShader}`, () => {
  it('lists the software adapter and selects it by its name', async () => {
    const probe = start();
    const [adapter] = await probe.listAdapters(call().signal);
    expect(adapter).toMatchObject({
      name: 'SwiftShader Device (Subzero)',
      vendor: 'google',
      backend: 'vulkan',
      isFallback: true,
      subgroupSize: 4,
      selector: null,
    });
    expect((await probe.measure({ ...fp32, adapterName: adapter?.name ?? '' }, call())).verdict).toBe('passed');
    await expect(probe.measure({ ...fp32, adapterName: 'Radeon' }, call())).rejects.toMatchObject({
      code: 'PROBE_FAILED',
      data: { task: 'fp32_throughput', detail: 'no adapter named Radeon' },
    });
  });

  it.each([
    [fp32, 'GFLOPS'],
    [{ kind: 'memory_bandwidth', adapterName: null, bytes: 32 * mib, ...plan }, 'GB/s'],
    [{ kind: 'vram_pattern', adapterName: null, bytes: 16 * mib, depth: 'quick', budgetMs: 1000 }, 'MB'],
  ] as [MeasureTask, string][])('measures %o in %s', async (task, unit) => {
    const progress: number[] = [];
    const { verdict, figure } = await start().measure(task, { ...call(), onProgress: (share) => progress.push(share) });
    expect([verdict, figure?.unit]).toEqual(['passed', unit]);
    expect(figure?.median).toBeGreaterThan(0);
    expect(figure?.p10).toBeLessThanOrEqual(figure?.p90 ?? 0);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  });

  it.each([
    ['one shard', {}],
    ['several shards bound at once', { coverBytes: 6 * mib, maxShardBytes: 2 * mib }],
    ['more shards than can be bound at once', { coverBytes: 20 * mib, maxShardBytes: mib, steps: 40, lanes: 2048 }],
    ['lanes that do not fill a workgroup', { lanes: 5001 }],
    ['one round, one step', { rounds: 1, steps: 1 }],
  ])('proves with %s as the reference does, bit for bit', async (_, change) => {
    const wanted = spec(change);
    const answer = await prove(start(), wanted);
    expect(answer).toEqual(await reference(wanted));
    expect(verifyFill(wanted, answer.fill, all)).toEqual({ verdict: 'passed', checked: answer.fill.length, wrong: 0 });
    expect(verifyWalk(wanted, nonce, answer.walk, all)).toEqual({
      verdict: 'passed',
      checked: answer.walk.length,
      wrong: 0,
    });
  });

  it('gives nothing for another nonce or seed', async () => {
    const { walk, fill } = await prove(start(), spec());
    expect(verifyWalk(spec(), 'ff'.repeat(16), walk, { ...all, sample: 16 }).verdict).toBe('invalid_share');
    expect(verifyFill(spec({ seed: '5a'.repeat(32) }), fill, { ...all, sample: 16 }).verdict).toBe('invalid_share');
  });

  it.each([
    ['SIGKILL', 'PROBE_LOST'],
    ['SIGSEGV', 'PROBE_LOST'],
    ['SIGABRT', 'PROBE_LOST'],
    ['SIGSTOP', 'PROBE_TIMED_OUT'],
  ] as const)('survives %s of its child as %s within five seconds, and works on', async (signal, code) => {
    const probe = start();
    const { progressing, measured } = underWay(probe, longPattern);
    const failed = expect(measured).rejects.toMatchObject({ code });
    await progressing;
    const [pid, ...others] = probePids();
    expect(others).toEqual([]);
    process.kill(pid as number, signal);
    const begun = performance.now();
    await failed;
    expect(performance.now() - begun).toBeLessThan(5000);
    expect((await probe.measure(fp32, call())).verdict).toBe('passed');
    expect(probePids()).not.toContain(pid);
  });

  it('is cancelled within a second and leaves no process', async () => {
    const stop = new AbortController();
    const probe = start();
    const { progressing, measured } = underWay(probe, longPattern, stop.signal);
    const cancelled = expect(measured).rejects.toMatchObject({ code: 'CANCELLED' });
    await progressing;
    const begun = performance.now();
    stop.abort();
    await cancelled;
    expect(performance.now() - begun).toBeLessThan(1000);
    await probe.close();
    expect(probePids()).toEqual([]);
  });

  it('ends its child when it is idle', async () => {
    const probe = start({ idleMs: 200 });
    await probe.listAdapters(call().signal);
    expect(probePids()).toHaveLength(1);
    await expect.poll(probePids, { timeout: 5000 }).toEqual([]);
  });
});

describe('the probe without a driver', () => {
  const noDriver = { ...env, VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };

  it.runIf(process.platform === 'linux')('lists no adapter and says so when asked for one', async () => {
    const probe = start({}, noDriver);
    expect(await probe.listAdapters(call().signal)).toEqual([]);
    await expect(probe.measure(fp32, call())).rejects.toMatchObject({
      code: 'PROBE_FAILED',
      data: { detail: 'no adapter' },
    });
  });

  it('measures the processor with verified output', async () => {
    const measurement = await start({}, noDriver).measure(cpu, call());
    expect(measurement).toMatchObject({ verdict: 'passed', figure: { unit: 'MH/s' } });
    expect(measurement.figure?.median).toBeGreaterThan(0.1);
  });

  it('proves on the processor, and stops within a second', async () => {
    const probe = start({}, noDriver);
    const wanted = spec({ target: 'cpu' });
    const { walk, fill } = await prove(probe, wanted);
    expect(verifyFill(wanted, fill, all).verdict).toBe('passed');
    expect(verifyWalk(wanted, nonce, walk, all).verdict).toBe('passed');

    const stop = new AbortController();
    const endless = spec({ target: 'cpu', coverBytes: 64 * mib, rounds: 512 });
    const proving = probe.prove(endless, null, {
      signal: stop.signal,
      deadlineMs: 60_000,
      onCommit: async () => nonce,
    });
    const cancelled = expect(proving).rejects.toMatchObject({ code: 'CANCELLED' });
    setTimeout(() => stop.abort(), 300);
    const begun = performance.now();
    await cancelled;
    expect(performance.now() - begun).toBeLessThan(1300);
  });

  it("works the same on the desktop's message port", async () => {
    const entryPath = fileURLToPath(new URL('./utility-entry.ts', import.meta.url));
    const probe = start({ spawn: spawnNodeProbe({ execPath: process.execPath, entryPath, env: noDriver }) });
    const wanted = spec({ target: 'cpu' });
    const { walk, fill } = await prove(probe, wanted);
    expect(verifyFill(wanted, fill, all).verdict).toBe('passed');
    expect(verifyWalk(wanted, nonce, walk, all).verdict).toBe('passed');
    expect((await probe.measure(cpu, call())).verdict).toBe('passed');
  });

  it.runIf(process.platform === 'linux')('ends when the app that started it is killed', async () => {
    const parent = fork(fileURLToPath(new URL('./orphan-parent.ts', import.meta.url)), [], { env: noDriver });
    const [[pid]] = (await once(parent, 'message')) as [[number]];
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 5000 }).toBe(false);
  });

  it('is lost, not hung, when its entry cannot be loaded', async () => {
    const probe = start({ spawn: spawnNodeProbe({ execPath: process.execPath, entryPath: '/nowhere/child.ts', env }) });
    await expect(probe.listAdapters(call().signal)).rejects.toMatchObject({
      code: 'PROBE_LOST',
      data: { exitCode: 1 },
    });
    const noNode = start({ spawn: spawnNodeProbe({ execPath: '/nowhere/node', entryPath: '/nowhere/child.ts', env }) });
    await expect(noNode.listAdapters(call().signal)).rejects.toMatchObject({
      code: 'PROBE_LOST',
      data: { exitCode: null },
    });
  });
});
