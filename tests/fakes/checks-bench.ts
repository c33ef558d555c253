/** Checks over a probe that measures what it is told, with nothing of a machine but what a test gives. */
import { createRightOfWay } from '../../electron/checks/right-of-way.ts';
import { type ChecksOptions, createChecks } from '../../electron/checks/runner.ts';
import type { Probe, ProbeCall, ProofCall } from '../../electron/probe/client.ts';
import type { Measurement, MeasureTask } from '../../electron/probe/messages.ts';
import { singleFigure } from '../../electron/probe/windows.ts';
import type { CheckMode, CheckRun } from '../../shared/contract/app/checks.ts';
import type { Gpu, Inventory, Reading } from '../../shared/contract/app/machine.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import type { Clock } from '../../shared/units/time.ts';

export const clock: Clock = {
  now: () => 1000,
  monotonic: () => performance.now(),
  sleep: (_delayMs, signal) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason), { once: true })),
};
export const measured: Measurement = {
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
export const card: Gpu = {
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
export const coverage = {
  coveredBytes: 100,
  totalBytes: null,
  wrongWords: 0,
  firstWrong: [],
  wrongBits: null,
  shards: 1,
  slowShards: 0,
  heldBy: [],
};

export const setUpChecks = (
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

export const reading = (at: number): Reading => ({
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

export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resume) => setImmediate(resume));
};

/** Waits until it is cancelled, as the probe does. */
export const untilCancelled = (_task: MeasureTask, { signal }: ProbeCall): Promise<Measurement> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(new PerigeeError('CANCELLED', {}))));
