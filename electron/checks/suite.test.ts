import { describe, expect, it } from 'vitest';
import type { CheckRun, CheckStep } from '../../shared/contract/app/checks.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import { proofSpecSchema } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { measureTaskSchema } from '../probe/messages.ts';
import { type Checkable, planChecks, previousMedianOf } from './suite.ts';

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
  powerLimitWatts: fact(null),
  adapterName: `Card ${id}`,
  unusable: null,
  ...change,
});

const machine = (...gpus: Gpu[]): Checkable => ({
  gpus,
  cpu: { name: 'EPYC', threads: 2 },
  memory: { totalBytes: 16 * gib },
});
const software = gpu('swift', { kind: 'software', vramBytes: fact(null), adapterName: 'SwiftShader Device (Subzero)' });

describe('the suite', () => {
  it('checks the processor, then each GPU by itself', () => {
    expect(planChecks(machine(gpu('a'), gpu('b')), 'quick').map(({ id }) => id)).toEqual([
      'cpu_throughput:cpu',
      ...['a', 'b'].flatMap((id) => [
        `fp32_throughput:${id}`,
        `memory_bandwidth:${id}`,
        `vram_pattern:${id}`,
        `proof_rehearsal:${id}`,
      ]),
    ]);
  });

  it('rehearses the proof on the processor where no kernel can run', () => {
    const blind = machine(
      gpu('a', { adapterName: null, unusable: 'no_adapter' }),
      gpu('b', { unusable: 'not_separable' }),
    );
    for (const none of [machine(), blind]) {
      const plan = planChecks(none, 'quick');
      expect(plan.map(({ id, subject }) => [id, subject])).toEqual([
        ['cpu_throughput:cpu', 'EPYC'],
        ['proof_rehearsal:cpu', 'EPYC'],
      ]);
      expect(plan[1]?.work).toMatchObject({ via: 'proof', difficulty: { target: 'cpu' } });
    }
  });

  it('budgets less than a minute for the quick check of a software adapter', () => {
    const budgets = planChecks(machine(software), 'quick').map(({ work }) =>
      work.via === 'measure' ? work.task.budgetMs : 15_000,
    );
    expect(budgets.reduce((sum, budget) => sum + budget, 0)).toBeLessThan(60_000);
  });

  it.each(['quick', 'full'] as const)('plans only what the probe and the contract accept (%s)', (mode) => {
    const odd = gpu('c', { vramBytes: fact(null) });
    const small = gpu('d', { kind: 'integrated', vramBytes: fact(gib / 8) });
    for (const { work } of planChecks(machine(gpu('a'), software, odd, small), mode)) {
      if (work.via === 'measure') expect(measureTaskSchema.safeParse(work.task).success).toBe(true);
      else expect(proofSpecSchema.safeParse(specFor({ ...work.difficulty, seed: '00'.repeat(32) })).success).toBe(true);
    }
  });

  it('leaves a quarter of the memory to others, and covers more in full than in quick', () => {
    const bytes = (mode: 'quick' | 'full') =>
      planChecks(machine(gpu('a')), mode).flatMap(({ work }) =>
        work.via === 'measure' && work.task.kind === 'vram_pattern' ? [work.task.bytes] : [],
      );
    expect(bytes('quick')).toEqual([2 * gib]);
    expect(bytes('full')).toEqual([18 * gib]);
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
    figure: median === null ? null : { unit, median, p10: 1, p90: 1, windows: 5 },
    verdict: 'passed',
    coverage: null,
    previousMedian,
    problem: null,
  });
  const run = (...steps: CheckStep[]): CheckRun => ({
    id: 'r',
    mode: 'quick',
    state: 'done',
    startedAt: 0,
    finishedAt: 1,
    steps,
  });

  it('is the last one of the same check', () =>
    expect(previousMedianOf('x', 'quick', run(step('x', 'GFLOPS', 7)))).toBe(7));
  it('is none the first time or for a new GPU', () => {
    expect(previousMedianOf('x', 'quick', null)).toBeNull();
    expect(previousMedianOf('y', 'quick', run(step('x', 'GFLOPS', 7)))).toBeNull();
  });
  it('outlives a run in which the check failed', () =>
    expect(previousMedianOf('x', 'quick', run(step('x', 'GFLOPS', null, 6)))).toBe(6));
  it('may be a rate of the other mode, but not a time', () => {
    expect(previousMedianOf('x', 'full', run(step('x', 'GFLOPS', 7)))).toBe(7);
    expect(previousMedianOf('x', 'full', run(step('x', 's', 7)))).toBeNull();
  });
});
