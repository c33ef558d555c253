import { describe, expect, it } from 'vitest';
import { type CheckRun, checkRunSchema } from '../../shared/contract/app/checks.ts';
import type { Reading } from '../../shared/contract/app/machine.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { card, coverage, measured, reading, setUpChecks, untilCancelled } from '../../tests/fakes/checks-bench.ts';
import type { Measurement, MeasureTask } from '../probe/messages.ts';
import { ChecksBusy } from './runner.ts';

describe('a run', () => {
  it('measures, proves, is shown, saved and told of', async () => {
    const { checks, saved, figures, ended } = setUpChecks({ proves: true });
    const end = ended();
    const { runId } = checks.start('quick');
    expect(checks.state.get().run).toMatchObject({ id: runId, state: 'running' });
    const run = await end;
    expect(checkRunSchema.parse(run)).toEqual(run);
    expect(run.steps).toMatchObject([
      { kind: 'network_link', state: 'done', verdict: 'passed', figure: { unit: 'Mbit/s', median: 40 } },
      { kind: 'cpu_single', state: 'done', verdict: 'passed', progress: 1, figure: { median: 30 } },
      { kind: 'cpu_throughput', state: 'done', verdict: 'passed' },
      { kind: 'disk_sequential', state: 'done', verdict: 'passed' },
      { kind: 'proof_rehearsal', state: 'done', verdict: 'passed', figure: { unit: 's', windows: 1 } },
    ]);
    expect(saved).toEqual([run]);
    expect(figures).toEqual([
      {
        'network_link:network': 40,
        'cpu_single:cpu': 30,
        'cpu_throughput:cpu': 30,
        'disk_sequential:disk': 30,
        'proof_rehearsal:cpu': run.steps[4]?.figure?.median,
      },
    ]);
  });

  it('works through the chain of the network’s own seed, and hands it over', async () => {
    const chain = { permutationsPerSegment: 1, checkpoints: [] };
    const asked: MeasureTask[] = [];
    const handed: unknown[] = [];
    const measure = async (task: MeasureTask): Promise<Measurement> => {
      asked.push(task);
      return task.kind === 'cpu_chain' ? { ...measured, chain } : measured;
    };
    const openBenchmark = async () => ({
      seed: 'ab'.repeat(32),
      finish: async (done: unknown) => void handed.push(done),
    });
    await setUpChecks({ measure }, [], [], { openBenchmark }).runOf('full');
    expect(asked.find(({ kind }) => kind === 'cpu_chain')).toMatchObject({ seed: 'ab'.repeat(32) });
    expect(handed).toEqual([chain]);
    const offline = async () => Promise.reject(new PerigeeError('CANCELLED', {}));
    const run = await setUpChecks({ measure }, [], [], { openBenchmark: offline }).runOf('full');
    expect(run.steps.find(({ kind }) => kind === 'cpu_chain')).toMatchObject({ verdict: 'passed' });
  });

  it('goes on after a step whose probe was lost, and says why on the step', async () => {
    let calls = 0;
    const loseTheFirst = async (): Promise<Measurement> => {
      calls += 1;
      if (calls === 1) throw new PerigeeError('PROBE_LOST', { exitCode: null, signal: 'SIGKILL' });
      return measured;
    };
    const run = await setUpChecks({ measure: loseTheFirst }, [], [card]).runOf('quick');
    expect(run.state).toBe('done');
    expect(run.steps.slice(1, 3)).toMatchObject([
      { state: 'failed', verdict: null, figure: null, problem: { code: 'PROBE_LOST', data: { signal: 'SIGKILL' } } },
      { state: 'done', verdict: 'passed' },
    ]);
    expect(run.steps.at(-1)).toMatchObject({ state: 'failed', problem: { code: 'PROBE_FAILED' } });
  });

  it('has failed when everything that could be measured has', async () => {
    const lost = async () => Promise.reject(new PerigeeError('PROBE_LOST', { exitCode: 1, signal: null }));
    const run = await setUpChecks({ measure: lost }, [], [], { link: async () => null }).runOf('quick');
    expect(run.state).toBe('failed');
    expect(run.steps[0]).toMatchObject({ kind: 'network_link', verdict: 'not_offered', figure: null });
  });

  it('of the memory where there is no GPU is done at once, and another may begin', async () => {
    const { checks, runOf } = setUpChecks();
    expect(await runOf('memory')).toMatchObject({ state: 'done', steps: [] });
    expect((await runOf('quick')).state).toBe('done');
    expect(checks.state.get().run?.mode).toBe('quick');
  });

  it("adds the GPU's own memory and who holds the rest to what was covered", async () => {
    const heldBy = [{ name: 'chrome', bytes: 7 }];
    const ports = { holders: async (gpuId: string) => (gpuId === 'a' ? heldBy : []) };
    const run = await setUpChecks({ measure: async () => ({ ...measured, coverage }) }, [], [card], ports).runOf(
      'memory',
    );
    expect(run.steps.map((step) => step.coverage)).toEqual([{ ...coverage, totalBytes: 8 * 2 ** 30, heldBy }]);
  });

  it('covers what is free when a tool says how much is used', async () => {
    const asked: number[] = [];
    const measure = async (task: MeasureTask): Promise<Measurement> => {
      if (task.kind === 'vram_pattern') asked.push(task.bytes);
      return measured;
    };
    const used: Reading = { ...reading(0), vramUsedBytes: 2 ** 30 };
    await setUpChecks({ measure }, [], [card], { reading: () => used }).runOf('memory');
    expect(asked[0]).toBeGreaterThanOrEqual(0.95 * 7 * 2 ** 30);
    expect(asked[0]).toBeLessThanOrEqual(7 * 2 ** 30);
  });

  it('takes the first reading for what is used, though it comes after the start, and none from its own work', async () => {
    const asked: number[] = [];
    let now: Reading | null = null;
    const measure = async (task: MeasureTask): Promise<Measurement> => {
      if (task.kind === 'cpu_single') now = { ...reading(0), vramUsedBytes: 2 ** 30 };
      if (task.kind === 'fp32_throughput') now = { ...reading(1), vramUsedBytes: 6 * 2 ** 30 };
      if (task.kind === 'vram_pattern') asked.push(task.bytes);
      return measured;
    };
    await setUpChecks({ measure }, [], [card], { reading: () => now }).runOf('quick');
    expect(asked[0]).toBeGreaterThanOrEqual(0.95 * 7 * 2 ** 30);
  });

  it('stands by the check when nobody can say who holds memory', async () => {
    const ports = { holders: async () => Promise.reject(new Error('no such tool')) };
    const run = await setUpChecks({ measure: async () => ({ ...measured, coverage }) }, [], [card], ports).runOf(
      'memory',
    );
    expect(run.steps[0]).toMatchObject({ state: 'done', verdict: 'passed', coverage: { heldBy: [] } });
  });

  it('notes clocks, heat and power of the GPU while it was measured', async () => {
    const readings = [reading(900), reading(1000), reading(1001)];
    const run = await setUpChecks({}, [], [card], { reading: () => readings.shift() ?? reading(1002) }).runOf('memory');
    expect(run.steps[0]?.conditions).toEqual({
      coreClockMhz: 2500,
      memoryClockMhz: null,
      temperatureCelsius: 71,
      powerWatts: 300,
    });
  });

  it('measures each GPU in the probe of its own selector', async () => {
    const twins = ['pci:0000:01:00.0', 'pci:0000:02:00.0'].map((selector) => ({ ...card, id: selector, selector }));
    const { runOf, selectors } = setUpChecks({}, [], twins);
    await runOf('memory');
    expect([...new Set(selectors)]).toEqual(['pci:0000:01:00.0', 'pci:0000:02:00.0']);
  });

  it('is refused while another is in progress', async () => {
    const { checks } = setUpChecks({ measure: untilCancelled });
    const { runId } = checks.start('quick');
    expect(() => checks.start('full')).toThrow(ChecksBusy);
    expect(() => checks.start('full')).toThrow(expect.objectContaining({ code: 'CHECKS_BUSY', data: { runId } }));
    await checks.close();
  });

  it('compares with the last saved run of any mode, then with its own', async () => {
    const latest = await setUpChecks().runOf('quick');
    const { checks, runOf } = setUpChecks({}, [latest]);
    expect(checks.state.get().run).toEqual(latest);
    const medians = ({ steps }: CheckRun) => steps.slice(0, 3).map(({ previousMedian }) => previousMedian);
    expect(medians(await runOf('full'))).toEqual([40, 30, 30]);
    await runOf('memory');
    expect(medians(await runOf('quick'))).toEqual([40, 30, 30]);
  });
});

describe('a run that cannot be saved', () => {
  it('stays shown and is reported', async () => {
    const errors: unknown[] = [];
    const { checks } = setUpChecks({}, [], [], {
      inventory: () => null,
      store: {
        recent: () => [],
        save: () => {
          throw new PerigeeError('DISK_FULL', { path: '/x' });
        },
      },
      onError: (error) => errors.push(error),
    });
    const end = new Promise((resolve) => checks.state.subscribe(({ run }) => run?.state === 'done' && resolve(run)));
    checks.start('quick');
    await end;
    expect(errors).toMatchObject([{ code: 'DISK_FULL' }]);
  });
});
