/**
 * Runs the check suite, one run at a time, one check after the other, and keeps its progress as live state. A check that
 * fails is reported on its step and the run goes on.
 */
import { randomUUID } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import type { CheckRun, CheckStep, ChecksState } from '../../shared/contract/app/checks.ts';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, PerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Probe, ProbeCall } from '../probe/client.ts';
import type { Measurement } from '../probe/messages.ts';
import { rehearseProof } from './rehearsal.ts';
import { type Checkable, type CheckMode, type PlannedCheck, planChecks, previousMedianOf } from './suite.ts';

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

export interface ChecksOptions {
  probe: Probe;
  /** null before the machine has been read: then only the processor is checked. */
  inventory: () => Inventory | null;
  store: { latest(): CheckRun | null; save(run: CheckRun): void };
  clock: Clock;
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

const newStep = (planned: PlannedCheck, mode: CheckMode, last: CheckRun | null): CheckStep => ({
  id: planned.id,
  kind: planned.kind,
  gpuId: planned.gpuId,
  subject: planned.subject,
  state: 'waiting',
  progress: 0,
  figure: null,
  verdict: null,
  coverage: null,
  previousMedian: previousMedianOf(planned.id, mode, last),
  problem: null,
});

/** The step as the measurement leaves it. */
const measuredStep = ({ verdict, figure, coverage }: Measurement, totalBytes: number | null): Partial<CheckStep> => ({
  state: 'done',
  progress: 1,
  verdict,
  figure,
  coverage: coverage && { ...coverage, totalBytes },
});

const problemOf = (error: unknown, task: string): Problem =>
  isPerigeeError(error) ? error.problem : new PerigeeError('PROBE_FAILED', { task, detail: String(error) }).problem;

export const createChecks = ({ probe, inventory, store, clock, onDone, onError = () => {} }: ChecksOptions): Checks => {
  let last = store.latest();
  const state = createCell<ChecksState>({ run: last });
  let current: { stop: AbortController; ended: Promise<void> } | null = null;
  let isClosed = false;

  const changeRun = (change: (run: CheckRun) => CheckRun): void =>
    state.update(({ run }) => ({ run: run && change(run) }));
  const changeStep = (id: string, change: Partial<CheckStep>): void =>
    changeRun((run) => ({ ...run, steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) }));

  const measure = ({ work }: PlannedCheck, call: ProbeCall): Promise<Measurement> =>
    work.via === 'measure'
      ? probe.measure(work.task, call)
      : rehearseProof({ probe, clock, adapterName: work.adapterName, difficulty: work.difficulty }, call);

  const runStep = async (planned: PlannedCheck, signal: AbortSignal): Promise<void> => {
    const { id, deadlineMs } = planned;
    changeStep(id, { state: 'running' });
    try {
      const onProgress = (progress: number): void => changeStep(id, { progress });
      changeStep(id, measuredStep(await measure(planned, { signal, deadlineMs, onProgress }), planned.totalBytes));
    } catch (error) {
      if (signal.aborted) changeStep(id, { state: 'cancelled' });
      else changeStep(id, { state: 'failed', problem: problemOf(error, planned.kind) });
    }
  };

  const finish = (isCancelled: boolean): void => {
    changeRun((run) => {
      const ended = isCancelled ? 'cancelled' : run.steps.every((step) => step.state === 'failed') ? 'failed' : 'done';
      const steps = run.steps.map((step) =>
        step.state === 'waiting' ? { ...step, state: 'cancelled' as const } : step,
      );
      return { ...run, steps, state: ended, finishedAt: clock.now() };
    });
    last = state.get().run;
    if (!last) return;
    try {
      store.save(last);
    } catch (error) {
      onError(error);
    }
    if (isCancelled) return;
    onDone(Object.fromEntries(last.steps.flatMap(({ id, figure }) => (figure ? [[id, figure.median]] : []))), last);
  };

  const execute = async (plan: readonly PlannedCheck[], signal: AbortSignal): Promise<void> => {
    for (const planned of plan) {
      if (signal.aborted) break;
      await runStep(planned, signal);
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
      const unread: Checkable = {
        gpus: [],
        cpu: { name: null, threads: availableParallelism() },
        memory: { totalBytes: totalmem() },
      };
      const plan = planChecks(inventory() ?? unread, mode);
      const run: CheckRun = {
        id: randomUUID(),
        mode,
        state: 'running',
        startedAt: clock.now(),
        finishedAt: null,
        steps: plan.map((planned) => newStep(planned, mode, last)),
      };
      state.set({ run });
      const stop = new AbortController();
      current = { stop, ended: execute(plan, stop.signal) };
      return { runId: run.id };
    },
    cancel,
    close: async () => {
      isClosed = true;
      await cancel();
    },
  };
};
