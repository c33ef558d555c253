import { describe, expect, it } from 'vitest';
import { type CheckMode, type CheckRun, checkRunSchema } from '../../shared/contract/app/checks.ts';
import type { Gpu, Inventory, Reading } from '../../shared/contract/app/machine.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Probe, ProbeCall, ProofCall } from '../probe/client.ts';
import type { Measurement, MeasureTask } from '../probe/messages.ts';
import { singleFigure } from '../probe/windows.ts';
import { createRightOfWay } from './right-of-way.ts';
import { ChecksBusy, type ChecksOptions, createChecks } from './runner.ts';

const clock: Clock = {
  now: () => 1000,
  monotonic: () => performance.now(),
  sleep: (_delayMs, signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true })),
};
const measured: Measurement = {
  verdict: 'passed',
  figure: singleFigure(30, 'MH/s'),
  coverage: null,
  detail: null,
};

interface Doings {
  measure?: (task: MeasureTask, call: ProbeCall) => Promise<Measurement>;
  /** Whether the rehearsal is really done, which takes a second; else it fails at once. */
  proves?: boolean;
}

/** A probe that measures what it is told and, when asked to, proves honestly on this thread. */
const probeThat = ({ measure = async () => measured, proves = false }: Doings): Probe => ({
  listAdapters: async () => [],
  measure,
  prove: async (spec: ProofSpec, _adapterName: string | null, call: ProofCall) => {
    if (!proves) throw new PerigeeError('PROBE_FAILED', { task: 'prove', detail: 'no memory' });
    const prover = createCpuProver(spec, () => new Promise((resume) => setImmediate(resume)));
    const fill: FillShare[] = await prover.fill();
    const shares = await prover.walk(await call.onCommit(fill));
    return { shares, dispatchMs: [], subgroupSize: null, adapterHash: null };
  },
  atRest: async () => {},
  close: async () => {},
});

const fact = <T>(value: T | null) => ({ value, source: null, conflicts: [] });
const card: Gpu = {
  id: 'a',
  name: fact('Card'),
  vendor: fact('nvidia'),
  kind: 'discrete',
  vramBytes: fact(8 * 2 ** 30),
  driver: fact('550'),
  pciAddress: fact('0000:01:00.0'),
  uuid: fact(null),
  pciId: fact(null),
  powerLimitWatts: fact(null),
  mig: null,
  model: null,
  adapterName: 'Card',
  selector: null,
  unusable: null,
};
const coverage = {
  coveredBytes: 100,
  totalBytes: null,
  wrongWords: 0,
  firstWrong: [],
  wrongBits: null,
  shards: 1,
  slowShards: 0,
  heldBy: [],
};

const setUp = (
  doings: Doings = {},
  before: readonly CheckRun[] = [],
  gpus: Gpu[] = [],
  ports: Partial<ChecksOptions> = {},
) => {
  const saved: CheckRun[] = [];
  const figures: Record<string, number>[] = [];
  const selectors: (string | null)[] = [];
  const checks = createChecks({
    probe: {
      for: (selector) => {
        selectors.push(selector);
        return probeThat(doings);
      },
    },
    inventory: () =>
      ({
        gpus,
        cpu: { name: 'EPYC', threads: 2, virtualization: null },
        memory: { totalBytes: 2 ** 34, freeBytes: 0 },
      }) as unknown as Inventory,
    store: { recent: () => before, save: (run) => saved.push(run) },
    way: createRightOfWay(),
    clock,
    folder: '/data',
    reading: () => null,
    holders: async () => [],
    link: async () => ({ downMbps: 900, upMbps: 40 }),
    openBenchmark: async () => null,
    fleetReference: () => null,
    onDone: (medians) => figures.push(medians),
    ...ports,
  });
  const ended = (): Promise<CheckRun> =>
    new Promise((resolve) => {
      checks.state.subscribe(({ run }) => run && run.state !== 'running' && resolve(run));
    });
  const runOf = async (mode: CheckMode): Promise<CheckRun> => {
    const end = ended();
    checks.start(mode);
    return end;
  };
  return { checks, saved, figures, selectors, ended, runOf };
};

const reading = (at: number): Reading => ({
  at,
  temperatureCelsius: at === 900 ? 99 : 70 + (at % 2),
  powerWatts: 300,
  load: 1,
  fanPercent: null,
  vramUsedBytes: null,
  coreClockMhz: 2500,
  memoryClockMhz: null,
  pcieGeneration: null,
  pcieLanes: null,
});

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resume) => setImmediate(resume));
};

/** Waits until it is cancelled, as the probe does. */
const untilCancelled = (_task: MeasureTask, { signal }: ProbeCall): Promise<Measurement> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new PerigeeError('CANCELLED', {}))));

describe('a run', () => {
  it('measures, proves, is shown, saved and told of', async () => {
    const { checks, saved, figures, ended } = setUp({ proves: true });
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
    await setUp({ measure }, [], [], { openBenchmark }).runOf('full');
    expect(asked.find(({ kind }) => kind === 'cpu_chain')).toMatchObject({ seed: 'ab'.repeat(32) });
    expect(handed).toEqual([chain]);
    const offline = async () => Promise.reject(new PerigeeError('CANCELLED', {}));
    const run = await setUp({ measure }, [], [], { openBenchmark: offline }).runOf('full');
    expect(run.steps.find(({ kind }) => kind === 'cpu_chain')).toMatchObject({ verdict: 'passed' });
  });

  it('goes on after a step whose probe was lost, and says why on the step', async () => {
    let calls = 0;
    const loseTheFirst = async (): Promise<Measurement> => {
      calls += 1;
      if (calls === 1) throw new PerigeeError('PROBE_LOST', { exitCode: null, signal: 'SIGKILL' });
      return measured;
    };
    const run = await setUp({ measure: loseTheFirst }, [], [card]).runOf('quick');
    expect(run.state).toBe('done');
    expect(run.steps.slice(1, 3)).toMatchObject([
      { state: 'failed', verdict: null, figure: null, problem: { code: 'PROBE_LOST', data: { signal: 'SIGKILL' } } },
      { state: 'done', verdict: 'passed' },
    ]);
    expect(run.steps.at(-1)).toMatchObject({ state: 'failed', problem: { code: 'PROBE_FAILED' } });
  });

  it('has failed when everything that could be measured has', async () => {
    const lost = async () => Promise.reject(new PerigeeError('PROBE_LOST', { exitCode: 1, signal: null }));
    const run = await setUp({ measure: lost }, [], [], { link: async () => null }).runOf('quick');
    expect(run.state).toBe('failed');
    expect(run.steps[0]).toMatchObject({ kind: 'network_link', verdict: 'not_offered', figure: null });
  });

  it('of the memory where there is no GPU is done at once, and another may begin', async () => {
    const { checks, runOf } = setUp();
    expect(await runOf('memory')).toMatchObject({ state: 'done', steps: [] });
    expect((await runOf('quick')).state).toBe('done');
    expect(checks.state.get().run?.mode).toBe('quick');
  });

  it("adds the GPU's own memory and who holds the rest to what was covered", async () => {
    const heldBy = [{ name: 'chrome', bytes: 7 }];
    const ports = { holders: async (gpuId: string) => (gpuId === 'a' ? heldBy : []) };
    const run = await setUp({ measure: async () => ({ ...measured, coverage }) }, [], [card], ports).runOf('memory');
    expect(run.steps.map((step) => step.coverage)).toEqual([{ ...coverage, totalBytes: 8 * 2 ** 30, heldBy }]);
  });

  it('covers what is free when a tool says how much is used', async () => {
    const asked: number[] = [];
    const measure = async (task: MeasureTask): Promise<Measurement> => {
      if (task.kind === 'vram_pattern') asked.push(task.bytes);
      return measured;
    };
    const used: Reading = { ...reading(0), vramUsedBytes: 2 ** 30 };
    await setUp({ measure }, [], [card], { reading: () => used }).runOf('memory');
    expect(asked[0]).toBeGreaterThanOrEqual(0.95 * 7 * 2 ** 30);
    expect(asked[0]).toBeLessThanOrEqual(7 * 2 ** 30);
  });

  it('stands by the check when nobody can say who holds memory', async () => {
    const ports = { holders: async () => Promise.reject(new Error('no such tool')) };
    const run = await setUp({ measure: async () => ({ ...measured, coverage }) }, [], [card], ports).runOf('memory');
    expect(run.steps[0]).toMatchObject({ state: 'done', verdict: 'passed', coverage: { heldBy: [] } });
  });

  it('notes clocks, heat and power of the GPU while it was measured', async () => {
    const readings = [reading(900), reading(1000), reading(1001)];
    const run = await setUp({}, [], [card], { reading: () => readings.shift() ?? reading(1002) }).runOf('memory');
    expect(run.steps[0]?.conditions).toEqual({
      coreClockMhz: 2500,
      memoryClockMhz: null,
      temperatureCelsius: 71,
      powerWatts: 300,
    });
  });

  it('measures each GPU in the probe of its own selector', async () => {
    const twins = ['pci:0000:01:00.0', 'pci:0000:02:00.0'].map((selector) => ({ ...card, id: selector, selector }));
    const { runOf, selectors } = setUp({}, [], twins);
    await runOf('memory');
    expect([...new Set(selectors)]).toEqual(['pci:0000:01:00.0', 'pci:0000:02:00.0']);
  });

  it('is refused while another is in progress', async () => {
    const { checks } = setUp({ measure: untilCancelled });
    const { runId } = checks.start('quick');
    expect(() => checks.start('full')).toThrow(ChecksBusy);
    expect(() => checks.start('full')).toThrow(expect.objectContaining({ code: 'CHECKS_BUSY', data: { runId } }));
    await checks.close();
  });

  it('compares with the last saved run of any mode, then with its own', async () => {
    const latest = await setUp().runOf('quick');
    const { checks, runOf } = setUp({}, [latest]);
    expect(checks.state.get().run).toEqual(latest);
    const medians = ({ steps }: CheckRun) => steps.slice(0, 3).map(({ previousMedian }) => previousMedian);
    expect(medians(await runOf('full'))).toEqual([40, 30, 30]);
    await runOf('memory');
    expect(medians(await runOf('quick'))).toEqual([40, 30, 30]);
  });
});

describe('a proof during a check', () => {
  it('comes first, and no step is measured meanwhile, whichever probe it is in', async () => {
    const way = createRightOfWay();
    const log: string[] = [];
    let attempts = 0;
    const measure = async (task: MeasureTask, call: ProbeCall): Promise<Measurement> => {
      attempts += 1;
      log.push(`${task.kind} begins`);
      return attempts === 1 ? untilCancelled(task, call) : measured;
    };
    const { checks, ended } = setUp({ measure }, [], [], { way });
    const end = ended();
    checks.start('quick');
    await until(() => log.length === 1);
    const leave = await way.proof(new AbortController().signal);
    log.push('proof');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(checks.state.get().run?.steps[1]).toMatchObject({ state: 'running', gaveWay: 1, progress: 0 });
    leave();
    const run = await end;
    expect(log.slice(0, 4)).toEqual(['cpu_single begins', 'proof', 'cpu_single begins', 'cpu_throughput begins']);
    expect(run.steps.slice(1, 3)).toMatchObject([
      { state: 'done', verdict: 'passed', gaveWay: 1 },
      { state: 'done', verdict: 'passed', gaveWay: 0 },
    ]);
  });

  it('does not wait for a network that starts no clock', async () => {
    const way = createRightOfWay();
    const openBenchmark = () => new Promise<null>(() => {});
    const { checks } = setUp({}, [], [], { way, openBenchmark });
    checks.start('full');
    await until(
      () =>
        checks.state.get().run?.steps.some(({ kind, state }) => kind === 'cpu_chain' && state === 'running') ?? false,
    );
    (await way.proof(new AbortController().signal))();
    await checks.close();
  });
});

describe('cancelling', () => {
  it('does not wait for a tool that says nothing', async () => {
    const { checks } = setUp({ measure: untilCancelled }, [], [card], { holders: () => new Promise(() => {}) });
    checks.start('memory');
    await until(() => checks.state.get().run?.steps[0]?.state === 'running');
    expect(await checks.cancel()).toBe(true);
    expect(checks.state.get().run?.steps[0]?.state).toBe('cancelled');
  });

  it('ends the run, its step and those that wait, and tells nobody of figures', async () => {
    const { checks, saved, figures } = setUp({ measure: untilCancelled });
    checks.start('quick');
    await until(() => checks.state.get().run?.steps[1]?.state === 'running');
    expect(await checks.cancel()).toBe(true);
    expect(checks.state.get().run).toMatchObject({
      state: 'cancelled',
      finishedAt: 1000,
      steps: [{ state: 'done' }, ...Array(4).fill({ state: 'cancelled' })],
    });
    expect([saved.length, figures.length]).toEqual([1, 0]);
  });

  it('says when there was nothing to cancel', async () => expect(await setUp().checks.cancel()).toBe(false));

  it('lets the next run begin', async () => {
    const { checks } = setUp({ measure: untilCancelled });
    checks.start('quick');
    await checks.cancel();
    expect(checks.start('quick').runId).toBe(checks.state.get().run?.id);
    await checks.close();
  });

  it('comes with closing, and no run begins any more', async () => {
    const { checks } = setUp({ measure: untilCancelled });
    checks.start('quick');
    await checks.close();
    expect(checks.state.get().run?.state).toBe('cancelled');
    expect(() => checks.start('quick')).toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  });
});

describe('a run that cannot be saved', () => {
  it('stays shown and is reported', async () => {
    const errors: unknown[] = [];
    const { checks } = setUp({}, [], [], {
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
