import { describe, expect, it } from 'vitest';
import { type CheckMode, type CheckRun, type CheckStep, checkKinds } from '../../shared/contract/app/checks.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import { proofSpecSchema } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { measureTaskSchema } from '../probe/messages.ts';
import { singleFigure } from '../probe/windows.ts';
import { type Checkable, type PlannedCheck, planChecks, previousMedianOf } from './suite.ts';

const fact = <T>(value: T | null) => ({ value, source: null, conflicts: [] });
const gib = 2 ** 30;

const gpu = (id: string, change: Partial<Gpu> = {}): Gpu => ({
  id,
  name: fact(`Card ${id}`),
  vendor: fact('nvidia'),
  kind: 'discrete',
  vramBytes: fact(24 * gib),
  driver: fact('550'),
  pciAddress: fact(id),
  uuid: fact(null),
  pciId: fact(null),
  powerLimitWatts: fact(null),
  mig: null,
  model: null,
  adapterName: `Card ${id}`,
  selector: null,
  unusable: null,
  ...change,
});

const machine = (...gpus: Gpu[]): Checkable => ({
  gpus,
  cpu: { name: 'EPYC', threads: 2 },
  memory: { totalBytes: 16 * gib },
});
const software = gpu('swift', { kind: 'software', vramBytes: fact(null), adapterName: 'SwiftShader Device (Subzero)' });
const facts = { folder: '/data', seed: 'a5'.repeat(32), vramUsedBytes: () => 2 * gib };
const plan = (checkable: Checkable, mode: CheckMode): PlannedCheck[] => planChecks(checkable, mode, facts);
const totalMs = (checks: readonly PlannedCheck[]): number => checks.reduce((sum, { budgetMs }) => sum + budgetMs, 0);

describe('the suite', () => {
  it('checks the PC, then each GPU by itself, from light to heavy', () => {
    expect(plan(machine(gpu('a'), gpu('b')), 'quick').map(({ id }) => id)).toEqual([
      ...['network_link:network', 'cpu_single:cpu', 'cpu_throughput:cpu', 'disk_sequential:disk'],
      ...['a', 'b'].flatMap((id) => [
        ...[`fp32_throughput:${id}`, `int32_throughput:${id}`, `memory_bandwidth:${id}`, `random_read:${id}`],
        ...[`host_to_device:${id}`, `vram_pattern:${id}`, `proof_rehearsal:${id}`],
      ]),
    ]);
  });

  it('runs every check that there is in full, each once', () => {
    const kinds = plan(machine(gpu('a')), 'full').map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(checkKinds.toSorted());
  });

  it.each([
    ['memory', 'standard', 360_000],
    ['memory_long', 'extended', 3_600_000],
  ] as const)('checks only the memory of each GPU in mode %s', (mode, depth, budgetMs) => {
    const checks = plan(machine(gpu('a'), gpu('b')), mode);
    expect(checks.map(({ id }) => id)).toEqual(['vram_pattern:a', 'vram_pattern:b']);
    expect(checks[0]?.work).toMatchObject({ via: 'measure', task: { depth, budgetMs } });
    expect(plan(machine(), mode)).toEqual([]);
  });

  it('rehearses the proof on the processor where no kernel can run', () => {
    const blind = machine(
      gpu('a', { adapterName: null, unusable: 'no_adapter' }),
      gpu('b', { unusable: 'not_separable' }),
    );
    for (const none of [machine(), blind]) {
      const checks = plan(none, 'quick');
      expect(checks.map(({ id, subject }) => [id, subject])).toEqual([
        ['network_link:network', ''],
        ['cpu_single:cpu', 'EPYC'],
        ['cpu_throughput:cpu', 'EPYC'],
        ['disk_sequential:disk', '/data'],
        ['proof_rehearsal:cpu', 'EPYC'],
      ]);
      expect(checks[4]?.work).toMatchObject({ via: 'proof', difficulty: { target: 'cpu' } });
    }
  });

  it.each([
    ['quick', 60_000],
    ['full', 300_000],
  ] as const)('keeps the PC and one GPU within the time of %s', (mode, mostMs) => {
    for (const one of [gpu('a'), software]) expect(totalMs(plan(machine(one), mode))).toBeLessThanOrEqual(mostMs);
  });

  it.each(['quick', 'full'] as const)('makes every figure of at least 15 windows that fit its time (%s)', (mode) => {
    const tasks = plan(machine(gpu('a')), mode).flatMap(({ work }) =>
      work.via === 'measure' && 'windows' in work.task ? [work.task] : [],
    );
    for (const { windows, budgetMs } of tasks) {
      expect(windows).toBeGreaterThanOrEqual(15);
      expect((2 / 3) * budgetMs).toBeGreaterThanOrEqual(200 * windows);
    }
  });

  it('holds the load for half a minute in full, where heat shows first', () => {
    const held = (mode: CheckMode) =>
      plan(machine(gpu('a')), mode).flatMap(({ kind, work }) =>
        work.via === 'measure' && 'sustainMs' in work.task && work.task.sustainMs > 0
          ? [[kind, work.task.sustainMs]]
          : [],
      );
    expect(held('quick')).toEqual([]);
    expect(held('full')).toEqual([
      ['fp32_throughput', 30_000],
      ['memory_bandwidth', 30_000],
    ]);
  });

  it.each(['quick', 'full', 'memory', 'memory_long'] as const)(
    'plans only what the probe and the contract accept (%s)',
    (mode) => {
      const odd = gpu('c', { vramBytes: fact(null) });
      const small = gpu('d', { kind: 'integrated', vramBytes: fact(gib / 8) });
      for (const { work } of plan(machine(gpu('a'), software, odd, small), mode)) {
        if (work.via === 'measure') expect(measureTaskSchema.safeParse(work.task).success).toBe(true);
        if (work.via === 'proof')
          expect(proofSpecSchema.safeParse(specFor({ ...work.difficulty, seed: '00'.repeat(32) })).success).toBe(true);
      }
    },
  );

  it("carries the GPU's selector to every check of it, and none to the PC's", () => {
    const selector = 'pci:0000:01:00.0';
    for (const { gpuId, selector: carried } of plan(machine(gpu('a', { selector })), 'full'))
      expect(carried).toBe(gpuId === null ? null : selector);
  });
});

describe('the figure to compare with', () => {
  const step = (
    id: string,
    unit: 'GFLOPS' | 's',
    median: number | null,
    previousMedian: number | null = null,
  ): CheckStep => ({
    id,
    kind: unit === 's' ? 'proof_rehearsal' : 'fp32_throughput',
    gpuId: 'a',
    subject: 'Card',
    state: 'done',
    progress: 1,
    gaveWay: 0,
    figure: median === null ? null : singleFigure(median, unit),
    verdict: 'passed',
    coverage: null,
    reference: null,
    gap: [],
    conditions: null,
    previousMedian,
    problem: null,
  });
  const run = (mode: CheckMode, ...steps: CheckStep[]): CheckRun => ({
    id: 'r',
    mode,
    state: 'done',
    startedAt: 0,
    finishedAt: 1,
    steps,
  });
  const quick = (...steps: CheckStep[]) => [run('quick', ...steps)];

  it('is the last one of the same check', () =>
    expect(previousMedianOf('x', 'quick', quick(step('x', 'GFLOPS', 7)))).toBe(7));
  it('is none the first time or for a new GPU', () => {
    expect(previousMedianOf('x', 'quick', [])).toBeNull();
    expect(previousMedianOf('y', 'quick', quick(step('x', 'GFLOPS', 7)))).toBeNull();
  });
  it('outlives a run in which the check failed', () =>
    expect(previousMedianOf('x', 'quick', quick(step('x', 'GFLOPS', null, 6)))).toBe(6));
  it('may be a rate of the other mode, but not a time', () => {
    expect(previousMedianOf('x', 'full', quick(step('x', 'GFLOPS', 7)))).toBe(7);
    expect(previousMedianOf('x', 'full', quick(step('x', 's', 7)))).toBeNull();
  });
  it('is found behind newer runs that did not have the check', () => {
    const recent = [run('memory'), ...quick(step('x', 's', 5)), run('full', step('x', 's', 9))];
    expect(previousMedianOf('x', 'quick', recent)).toBe(5);
    expect(previousMedianOf('x', 'full', recent)).toBe(9);
  });
});
