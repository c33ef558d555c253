import { describe, expect, it } from 'vitest';
import type { CheckRun } from '../../shared/contract/app/checks.ts';
import { checkRunSchema } from '../../shared/contract/app/checks.ts';
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Probe, ProbeCall, ProofCall } from '../probe/client.ts';
import type { Measurement, MeasureTask } from '../probe/messages.ts';
import { ChecksBusy, createChecks } from './runner.ts';

const clock: Clock = { now: () => 1000, monotonic: () => performance.now(), sleep: async () => {} };
const measured: Measurement = {
  verdict: 'passed',
  figure: { unit: 'MH/s', median: 30, p10: 29, p90: 31, windows: 5 },
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
    return prover.walk(await call.onCommit(fill));
  },
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
  powerLimitWatts: fact(null),
  adapterName: 'Card',
  unusable: null,
};

const setUp = (doings: Doings = {}, latest: CheckRun | null = null, gpus: Gpu[] = []) => {
  const saved: CheckRun[] = [];
  const figures: Record<string, number>[] = [];
  const checks = createChecks({
    probe: probeThat(doings),
    inventory: () =>
      ({
        gpus,
        cpu: { name: 'EPYC', threads: 2, virtualization: null },
        memory: { totalBytes: 2 ** 34, freeBytes: 0 },
      }) as unknown as Inventory,
    store: { latest: () => latest, save: (run) => saved.push(run) },
    clock,
    onDone: (medians) => figures.push(medians),
  });
  const ended = (): Promise<CheckRun> =>
    new Promise((resolve) => {
      checks.state.subscribe(({ run }) => run && run.state !== 'running' && resolve(run));
    });
  return { checks, saved, figures, ended };
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
      { kind: 'cpu_throughput', state: 'done', verdict: 'passed', progress: 1, figure: { median: 30 } },
      { kind: 'proof_rehearsal', state: 'done', verdict: 'passed', figure: { unit: 's', windows: 1 } },
    ]);
    expect(saved).toEqual([run]);
    expect(figures).toEqual([{ 'cpu_throughput:cpu': 30, 'proof_rehearsal:cpu': run.steps[1]?.figure?.median }]);
  });

  it('goes on after a step whose probe was lost, and says why on the step', async () => {
    let calls = 0;
    const loseTheFirst = async (): Promise<Measurement> => {
      calls += 1;
      if (calls === 1) throw new PerigeeError('PROBE_LOST', { exitCode: null, signal: 'SIGKILL' });
      return measured;
    };
    const { checks, ended } = setUp({ measure: loseTheFirst }, null, [card]);
    const end = ended();
    checks.start('quick');
    const run = await end;
    expect(run.state).toBe('done');
    expect(run.steps).toMatchObject([
      { state: 'failed', verdict: null, figure: null, problem: { code: 'PROBE_LOST', data: { signal: 'SIGKILL' } } },
      { state: 'done', verdict: 'passed' },
      { state: 'done', verdict: 'passed' },
      { state: 'done', verdict: 'passed' },
      { state: 'failed', problem: { code: 'PROBE_FAILED' } },
    ]);
  });

  it('has failed when every step has', async () => {
    const lost = async () => Promise.reject(new PerigeeError('PROBE_LOST', { exitCode: 1, signal: null }));
    const { checks, ended } = setUp({ measure: lost });
    const end = ended();
    checks.start('quick');
    expect((await end).state).toBe('failed');
  });

  it("adds the GPU's own memory to what the pattern covered", async () => {
    const covered = { ...measured, coverage: { coveredBytes: 100, totalBytes: null, wrongWords: 0 } };
    const { checks, ended } = setUp({ measure: async () => covered }, null, [card]);
    const end = ended();
    checks.start('quick');
    const pattern = (await end).steps.find(({ kind }) => kind === 'vram_pattern');
    expect(pattern?.coverage).toEqual({ coveredBytes: 100, totalBytes: 8 * 2 ** 30, wrongWords: 0 });
  });

  it('is refused while another is in progress', async () => {
    const { checks } = setUp({ measure: untilCancelled });
    const { runId } = checks.start('quick');
    expect(() => checks.start('full')).toThrow(ChecksBusy);
    expect(() => checks.start('full')).toThrow(expect.objectContaining({ code: 'CHECKS_BUSY', data: { runId } }));
    await checks.close();
  });

  it('compares with the last saved run, then with its own', async () => {
    const first = setUp();
    const end = first.ended();
    first.checks.start('quick');
    const latest = await end;
    const second = setUp({}, latest);
    expect(second.checks.state.get().run).toEqual(latest);
    const secondEnd = second.ended();
    second.checks.start('quick');
    expect((await secondEnd).steps[0]?.previousMedian).toBe(30);
  });
});

describe('cancelling', () => {
  it('ends the run, its step and those that wait, and tells nobody of figures', async () => {
    const { checks, saved, figures } = setUp({ measure: untilCancelled });
    checks.start('quick');
    expect(await checks.cancel()).toBe(true);
    expect(checks.state.get().run).toMatchObject({
      state: 'cancelled',
      finishedAt: 1000,
      steps: [{ state: 'cancelled' }, { state: 'cancelled' }],
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
    const checks = createChecks({
      probe: probeThat({}),
      inventory: () => null,
      store: {
        latest: () => null,
        save: () => {
          throw new PerigeeError('DISK_FULL', { path: '/x' });
        },
      },
      clock,
      onDone: () => {},
      onError: (error) => errors.push(error),
    });
    const end = new Promise((resolve) => checks.state.subscribe(({ run }) => run?.state === 'done' && resolve(run)));
    checks.start('quick');
    await end;
    expect(errors).toMatchObject([{ code: 'DISK_FULL' }]);
  });
});
