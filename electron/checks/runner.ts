/**
 * Runs the check suite, one run at a time, one check after the other, and keeps its progress as live state. A check that
 * fails is reported on its step and the run goes on.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import type {
  CheckKind,
  CheckMode,
  CheckRun,
  CheckStep,
  ChecksState,
  Coverage,
  Reference,
} from '../../shared/contract/app/checks.ts';
import type { Gpu, Inventory, Reading } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type { ChainReport } from '../../shared/contract/network/benchmarks.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Probe, ProbeCall } from '../probe/client.ts';
import type { Measurement, MeasureTask, PassDone } from '../probe/messages.ts';
import { measureByTurns } from './by-turns.ts';
import { followReadings } from './conditions.ts';
import { judgedStep } from './judged-step.ts';
import { type LinkSpeed, linkMeasurement } from './link-speed.ts';
import { rehearseProof } from './rehearsal.ts';
import type { RightOfWay } from './right-of-way.ts';
import { type Checkable, type PlannedCheck, planChecks, previousMedianOf } from './suite.ts';

/** Thrown by `start` while a run is in progress. */
export class ChecksBusy extends Error {
  override readonly name = 'ChecksBusy';
  readonly code = 'CHECKS_BUSY';
  readonly data: { runId: string };

  constructor(runId: string) {
    super('CHECKS_BUSY');
    this.data = { runId };
  }
}

/** A benchmark whose clock the network has started. */
export interface OpenBenchmark {
  /** 32 bytes in hex. */
  seed: string;
  finish(chain: ChainReport): Promise<void>;
}

export interface ChecksOptions {
  /** The probe of a GPU's own selector; of null: the one that sees every adapter. */
  probe: { for(selector: string | null): Probe };
  /** Of the hardware, which proofs have first. */
  way: Pick<RightOfWay, 'step'>;
  /** null before the machine has been read: then only the PC itself is checked. */
  inventory: () => Inventory | null;
  /** `recent`: the last run of each mode, newest first. */
  store: { recent(): readonly CheckRun[]; save(run: CheckRun): void };
  clock: Clock;
  /** Where the disk's test file is made. */
  folder: string;
  /** The GPU's live reading; null when there is none. */
  reading: (gpuId: string) => Reading | null;
  /** Who holds the GPU's memory, where the driver says so. A rejection counts as nobody. */
  holders: (gpuId: string, signal: AbortSignal) => Promise<Coverage['heldBy']>;
  /** The line as the network measured it; null while it has not. */
  link: () => Promise<LinkSpeed | null>;
  /** Asks the network for the seed of a chain; null where there is none. */
  openBenchmark: () => Promise<OpenBenchmark | null>;
  /** null while the network knows too few devices of the model. */
  fleetReference: (modelId: string, kind: CheckKind) => Reference | null;
  /** Told of each run that was not cancelled: the medians by step id, then the run. */
  onDone: (figures: Record<string, number>, run: CheckRun) => void;
  /** A run that could not be saved stays shown and is otherwise lost. */
  onError?: (error: unknown) => void;
}

export interface Checks {
  readonly state: ReadonlyCell<ChecksState>;
  /** Begins a run and answers at once. @throws ChecksBusy */
  start(mode: CheckMode): { runId: string };
  /** Ends the run within a second. @returns whether there was one to end; resolves when it has ended */
  cancel(): Promise<boolean>;
  /** Cancels and begins no run any more. */
  close(): Promise<void>;
}

const newStep = (planned: PlannedCheck, mode: CheckMode, recent: readonly CheckRun[]): CheckStep => ({
  id: planned.id,
  kind: planned.kind,
  gpuId: planned.gpuId,
  subject: planned.subject,
  state: 'waiting',
  progress: 0,
  gaveWay: 0,
  figure: null,
  verdict: null,
  coverage: null,
  reference: null,
  gap: [],
  conditions: null,
  previousMedian: previousMedianOf(planned.id, mode, recent),
  problem: null,
});

const problemOf = (error: unknown, task: string): Problem =>
  isPerigeeError(error) ? error.problem : new PerigeeError('PROBE_FAILED', { task, detail: String(error) }).problem;

/** Resolves when it is aborted, or has been. */
const abortOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** A run that is about to begin: what is run, and what was known of each GPU before anything ran on it. */
interface Prepared {
  /** The same steps whenever it is asked; over as much memory as is known by then to be free. */
  plan: () => readonly PlannedCheck[];
  gpus: ReadonlyMap<string, Gpu>;
  vramUsedBytes: (gpuId: string) => number | null;
}

export const createChecks = (options: ChecksOptions): Checks => {
  const {
    probe,
    way,
    inventory,
    store,
    clock,
    reading,
    holders,
    link,
    openBenchmark,
    fleetReference,
    onDone,
    onError = () => {},
  } = options;
  let recent = store.recent();
  const state = createCell<ChecksState>({ run: recent[0] ?? null });
  let current: { stop: AbortController; ended: Promise<void> } | null = null;
  let isClosed = false;

  const changeRun = (change: (run: CheckRun) => CheckRun): void =>
    state.update(({ run }) => ({ run: run && change(run) }));
  const changeStep = (id: string, change: Partial<CheckStep>): void =>
    changeRun((run) => ({ ...run, steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) }));

  const prepare = (mode: CheckMode): Prepared => {
    const unread: Checkable = {
      gpus: [],
      cpu: { name: null, threads: availableParallelism() },
      memory: { totalBytes: totalmem() },
    };
    const machine = inventory() ?? unread;
    const used = new Map<string, number>();
    const vramUsedBytes = (gpuId: string): number | null => used.get(gpuId) ?? null;
    const seed = randomBytes(32).toString('hex');
    return {
      plan: () => {
        for (const { id } of machine.gpus) {
          const bytes = used.get(id) ?? reading(id)?.vramUsedBytes;
          if (bytes != null) used.set(id, bytes);
        }
        return planChecks(machine, mode, { folder: options.folder, seed, vramUsedBytes });
      },
      gpus: new Map(machine.gpus.map((gpu) => [gpu.id, gpu])),
      vramUsedBytes,
    };
  };

  /** With the network's seed where there is a network, which clocks the chain and verifies it. */
  const measureChain = async (
    chainProbe: Probe,
    task: Extract<MeasureTask, { kind: 'cpu_chain' }>,
    call: ProbeCall,
  ): Promise<Measurement> => {
    const benchmark = await Promise.race([openBenchmark().catch(() => null), abortOf(call.signal).then(() => null)]);
    const measurement = await chainProbe.measure(benchmark === null ? task : { ...task, seed: benchmark.seed }, call);
    if (measurement.chain && benchmark)
      await Promise.race([benchmark.finish(measurement.chain).catch(onError), abortOf(call.signal)]);
    return measurement;
  };

  const measure = async ({ work, selector }: PlannedCheck, call: ProbeCall): Promise<Measurement> => {
    switch (work.via) {
      case 'measure':
        return work.task.kind === 'cpu_chain'
          ? measureChain(probe.for(selector), work.task, call)
          : probe.for(selector).measure(work.task, call);
      case 'proof': {
        const { adapterName, difficulty } = work;
        return rehearseProof({ probe: probe.for(selector), clock, adapterName, difficulty }, call);
      }
      case 'link':
        return linkMeasurement(await link().catch(() => null));
    }
  };

  /** Asked before the check takes the rest. */
  const heldBy = async ({ kind, gpuId }: PlannedCheck, signal: AbortSignal): Promise<Coverage['heldBy']> => {
    if (kind !== 'vram_pattern' || gpuId === null) return [];
    return Promise.race([holders(gpuId, signal).catch(() => []), abortOf(signal).then(() => [])]);
  };

  const runStep = async (planned: PlannedCheck, { gpus, vramUsedBytes }: Prepared, signal: AbortSignal) => {
    const { id, gpuId, deadlineMs } = planned;
    changeStep(id, { state: 'running' });
    let readings: readonly Reading[] = [];
    /** Once through, without another program of ours on the hardware. */
    const attempt = async (check: PlannedCheck, turn: AbortSignal, onPass: (done: PassDone) => void) => {
      const ended = new AbortController();
      const followed = followReadings(() => (gpuId === null ? null : reading(gpuId)), clock, ended.signal);
      const onProgress = (progress: number): void => changeStep(id, { progress });
      try {
        return await measure(check, { signal: turn, deadlineMs, onProgress, onPass });
      } finally {
        readings = followed();
        ended.abort();
        await probe.for(planned.selector).atRest();
      }
    };
    try {
      const held = await heldBy(planned, signal);
      signal.throwIfAborted();
      const onGaveWay = (gaveWay: number): void =>
        changeStep(id, planned.kind === 'vram_pattern' ? { gaveWay } : { gaveWay, progress: 0 });
      const measurement =
        planned.work.via === 'link'
          ? await measure(planned, { signal, deadlineMs })
          : await measureByTurns(planned, { way, signal, measure: attempt, onGaveWay });
      const circumstances = {
        gpu: gpuId === null ? null : (gpus.get(gpuId) ?? null),
        readings,
        vramUsedBytes: gpuId === null ? null : vramUsedBytes(gpuId),
        heldBy: held,
        fleetReference,
      };
      changeStep(id, judgedStep(planned, measurement, circumstances));
    } catch (error) {
      if (signal.aborted) changeStep(id, { state: 'cancelled' });
      else changeStep(id, { state: 'failed', problem: problemOf(error, planned.kind) });
    }
  };

  const finish = (isCancelled: boolean): void => {
    changeRun((run) => {
      const judged = run.steps.filter(({ verdict }) => verdict !== 'not_offered');
      const hasFailed = judged.length > 0 && judged.every((step) => step.state === 'failed');
      const ended = isCancelled ? 'cancelled' : hasFailed ? 'failed' : 'done';
      const steps = run.steps.map((step) =>
        step.state === 'waiting' ? { ...step, state: 'cancelled' as const } : step,
      );
      return { ...run, steps, state: ended, finishedAt: clock.now() };
    });
    const { run } = state.get();
    if (!run) return;
    recent = [run, ...recent.filter(({ mode }) => mode !== run.mode)];
    try {
      store.save(run);
    } catch (error) {
      onError(error);
    }
    if (isCancelled) return;
    onDone(Object.fromEntries(run.steps.flatMap(({ id, figure }) => (figure ? [[id, figure.median]] : []))), run);
  };

  const execute = async (prepared: Prepared, signal: AbortSignal): Promise<void> => {
    // a run of nothing, too, ends after it has begun
    await Promise.resolve();
    // The first reading may come after the start; once a GPU is worked on, what is used of it is ours.
    let plan = prepared.plan();
    for (let at = 0; at < plan.length && !signal.aborted; at += 1) {
      if (plan[at]?.gpuId !== null && plan[at - 1]?.gpuId === null) plan = prepared.plan();
      await runStep(plan[at] as PlannedCheck, prepared, signal);
    }
    current = null;
    finish(signal.aborted);
  };

  const cancel = async (): Promise<boolean> => {
    if (!current) return false;
    const { stop, ended } = current;
    stop.abort();
    await ended;
    return true;
  };

  return {
    state,
    start: (mode) => {
      if (isClosed) throw new PerigeeError('CANCELLED', {});
      const running = state.get().run;
      if (current && running) throw new ChecksBusy(running.id);
      const prepared = prepare(mode);
      const run: CheckRun = {
        id: randomUUID(),
        mode,
        state: 'running',
        startedAt: clock.now(),
        finishedAt: null,
        steps: prepared.plan().map((planned) => newStep(planned, mode, recent)),
      };
      state.set({ run });
      const stop = new AbortController();
      current = { stop, ended: execute(prepared, stop.signal) };
      return { runId: run.id };
    },
    cancel,
    close: async () => {
      isClosed = true;
      await cancel();
    },
  };
};
