/**
 * The probe as the rest of the host sees it: measurements and proofs, one at a time, in a child process that is started
 * on demand and ended when idle. Whatever becomes of the child, every call settles, and the next one has a fresh child.
 */
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { FillShare, ProofSpec, WalkShare } from '../../shared/contract/network/proofs.ts';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import type { Clock } from '../../shared/units/time.ts';
import {
  type Measurement,
  type MeasureTask,
  type PassDone,
  type ProbeReport,
  type ProbeRequest,
  reportSchema,
} from './messages.ts';
import { type Bound, patienceMs } from './patience.ts';
import type { ProbeProcess, SpawnProbe } from './process.ts';

export interface ProbeCall {
  signal: AbortSignal;
  /** From the start of the work (waiting for another call is not counted) to its end. */
  deadlineMs: number;
  /** 0..1, a few times a second. */
  onProgress?: (progress: number) => void;
  /** Of a memory check, after each pass. */
  onPass?: (done: PassDone) => void;
}

/** What a proof came to, and how the device behaved over it. */
export interface Proof {
  /** In lane order. */
  shares: WalkShare[];
  /** Durations of dispatches in order, at most 64; none on the processor. */
  dispatchMs: number[];
  subgroupSize: number | null;
  adapterHash: string | null;
}

export interface ProofCall extends ProbeCall {
  /** Commits to the fill. @returns the nonce, 16 bytes in hex. When it rejects, so does the proof, with the same error. */
  onCommit: (fillShares: FillShare[]) => Promise<string>;
}

/**
 * Every call rejects with PROBE_LOST when the child dies, PROBE_TIMED_OUT when it is silent, hung or late (and is
 * killed), PROBE_FAILED when it cannot do what was asked, and CANCELLED within a second of the signal. What is lost or
 * hangs while warm (patience.ts) is said within five seconds.
 */
export interface Probe {
  listAdapters(signal: AbortSignal): Promise<DawnAdapter[]>;
  /** A device that its driver gave up is tried once more, by a fresh child and within the same deadline. */
  measure(task: MeasureTask, call: ProbeCall): Promise<Measurement>;
  /**
   * @param adapterName null: the first adapter; not used for a spec whose target is the processor
   * @throws VRAM_SHORT as well, when the memory that is asked for cannot be had
   */
  prove(spec: ProofSpec, adapterName: string | null, call: ProofCall): Promise<Proof>;
  /**
   * Resolves when no child that was killed still holds the hardware, at most a second later. A call that is cancelled
   * rejects before its child has ended.
   */
  atRest(): Promise<void>;
  /** Ends the child; calls in progress and later ones are CANCELLED. Resolves when it has ended, at most a second later. */
  close(): Promise<void>;
}

export interface ProbeOptions {
  spawn: SpawnProbe;
  /** The one device that its children see; null or left out: all. */
  selector?: string | null;
  clock: Clock;
  /** A child without work is ended after this long, so that idling costs nothing. */
  idleMs?: number;
}

interface Exchange<T> {
  /** What a timeout or failure is reported as. */
  task: string;
  request: ProbeRequest;
  call: ProbeCall;
  /** Takes a report; calls `done` with the result of the exchange when it is the last. */
  hear: (report: ProbeReport, conversation: Conversation<T>) => void;
}

interface Conversation<T> {
  done: (result: T) => void;
  fail: (error: unknown) => void;
  say: (request: ProbeRequest) => void;
}

const listDeadlineMs = 30_000;
const killWaitMs = 1000;
/** Silence is counted in such steps: when the whole system slept, one of them has passed. */
const silenceStepMs = 1000;
const cancelled = (): PerigeeError => new PerigeeError('CANCELLED', {});

/** The driver gave the device up: the one failure that another child may not share. */
class DeviceLost extends PerigeeError<'PROBE_FAILED'> {
  /** Of the call's deadline. */
  readonly leftMs: number;

  constructor(task: string, detail: string, leftMs: number) {
    super('PROBE_FAILED', { task, detail });
    this.leftMs = leftMs;
  }
}

interface Child {
  process: ProbeProcess;
  /** Resolves when it has ended. */
  gone: Promise<void>;
}

export const createProbe = (options: ProbeOptions): Probe => {
  const { spawn, selector = null, clock, idleMs = 10_000 } = options;
  const closing = new AbortController();
  let child: Child | null = null;
  /** The last child, while it may still hold the GPU's memory. */
  let leaving: Promise<void> = Promise.resolve();
  let idle = new AbortController();
  let turn: Promise<void> = Promise.resolve();

  /** Calls `act` after `delayMs` unless `signal` is aborted before. */
  const after = (delayMs: number, signal: AbortSignal, act: () => void): void => {
    clock.sleep(delayMs, signal).then(act, () => {});
  };

  const start = (): Child => {
    const process = spawn(selector);
    const gone = new Promise<void>((resolve) => {
      process.onExit(() => {
        if (child?.process === process) child = null;
        resolve();
      });
    });
    child = { process, gone };
    return child;
  };

  const drop = (dropped: Child): void => {
    if (child === dropped) child = null;
    leaving = dropped.gone;
    dropped.process.kill();
  };

  /** Until the last killed child has ended; a driver may hold a dying process, so not for ever. */
  const killed = async (): Promise<void> => {
    const over = new AbortController();
    await Promise.race([leaving, clock.sleep(killWaitMs, over.signal).catch(() => {})]);
    over.abort();
  };

  /** Waits for the calls before this one, then for a killed child to be gone; gives up as soon as it is cancelled. */
  const inTurn = async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    const before = turn;
    let release = (): void => {};
    turn = new Promise((resolve) => {
      release = resolve;
    });
    const stop = new AbortController();
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true, signal: stop.signal });
    });
    try {
      if (!signal.aborted) await Promise.race([before, aborted]);
      if (!signal.aborted) await Promise.race([killed(), aborted]);
      if (signal.aborted) throw cancelled();
      return await work();
    } finally {
      stop.abort();
      void before.then(release);
    }
  };

  const converse = <T>({ task, request, call, hear }: Exchange<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      idle.abort();
      const current = child ?? start();
      const begunAt = clock.monotonic();
      const over = new AbortController();
      let quiet = new AbortController();
      /** Of a child that has not been heard yet: it may have to be started. */
      let bound: Bound = 'cold';

      const finish = (settle: () => void): void => {
        if (over.signal.aborted) return;
        over.abort();
        quiet.abort();
        stopHearing();
        stopWatching();
        settle();
      };
      const fail = (error: unknown): void =>
        finish(() => {
          drop(current);
          reject(error);
        });
      const timeOut = (deadlineMs: number): void => fail(new PerigeeError('PROBE_TIMED_OUT', { task, deadlineMs }));
      const bear = (leftMs: number): void => {
        if (leftMs <= 0) timeOut(patienceMs[bound]);
        else after(silenceStepMs, quiet.signal, () => bear(leftMs - silenceStepMs));
      };
      const listen = (): void => {
        quiet.abort();
        quiet = new AbortController();
        bear(patienceMs[bound]);
      };
      const done = (result: T): void =>
        finish(() => {
          idle = new AbortController();
          after(idleMs, idle.signal, () => drop(current));
          resolve(result);
        });
      const conversation: Conversation<T> = { done, fail, say: (next) => current.process.send(next) };

      const stopHearing = current.process.onMessage((message) => {
        const report = reportSchema.safeParse(message);
        if (!report.success) return fail(new PerigeeError('PROBE_FAILED', { task, detail: 'unreadable report' }));
        if (over.signal.aborted) return;
        if (report.data.kind === 'beat') bound = report.data.bound;
        listen();
        switch (report.data.kind) {
          case 'beat':
            return;
          case 'progress':
            return call.onProgress?.(report.data.progress);
          case 'pass_done':
            return call.onPass?.(report.data);
          case 'hung':
            return timeOut(report.data.waitedMs);
          case 'lost':
            return fail(new DeviceLost(task, report.data.detail, call.deadlineMs - (clock.monotonic() - begunAt)));
          case 'failed':
            return fail(new PerigeeError('PROBE_FAILED', { task, detail: report.data.detail }));
          default:
            return hear(report.data, conversation);
        }
      });
      const stopWatching = current.process.onExit(({ code, signal }) => {
        finish(() => reject(new PerigeeError('PROBE_LOST', { exitCode: code, signal })));
      });
      if (over.signal.aborted) return;
      call.signal.addEventListener('abort', () => fail(cancelled()), { once: true, signal: over.signal });
      after(call.deadlineMs, over.signal, () => timeOut(call.deadlineMs));
      listen();
      current.process.send(request);
    });

  const exchange = <T>(wanted: Exchange<T>): Promise<T> => {
    const signal = AbortSignal.any([wanted.call.signal, closing.signal]);
    return inTurn(signal, () => converse({ ...wanted, call: { ...wanted.call, signal } }));
  };
  const outOfPlace = (task: string): PerigeeError =>
    new PerigeeError('PROBE_FAILED', { task, detail: 'report out of place' });

  const measureOnce = (task: MeasureTask, call: ProbeCall): Promise<Measurement> =>
    exchange<Measurement>({
      task: task.kind,
      request: { kind: 'measure', task },
      call,
      hear: (report, { done, fail }) =>
        report.kind === 'measurement' ? done(report.measurement) : fail(outOfPlace(task.kind)),
    });

  return {
    listAdapters: (signal) =>
      exchange<DawnAdapter[]>({
        task: 'list_adapters',
        request: { kind: 'list_adapters' },
        call: { signal, deadlineMs: listDeadlineMs },
        hear: (report, { done, fail }) =>
          report.kind === 'adapters' ? done(report.adapters) : fail(outOfPlace('list_adapters')),
      }),
    measure: async (task, call) => {
      try {
        return await measureOnce(task, call);
      } catch (error) {
        if (!(error instanceof DeviceLost)) throw error;
        return measureOnce(task, { ...call, deadlineMs: Math.max(1, error.leftMs) });
      }
    },
    prove: (spec, adapterName, call) =>
      exchange<Proof>({
        task: 'prove',
        request: { kind: 'prove', spec, adapterName },
        call,
        hear: (report, { done, fail, say }) => {
          if (report.kind === 'walked') {
            const { kind: _, ...proof } = report;
            return done(proof);
          }
          if (report.kind === 'short') {
            const { heldBytes, neededBytes } = report;
            return fail(new PerigeeError('VRAM_SHORT', { heldBytes, neededBytes }));
          }
          if (report.kind !== 'filled') return fail(outOfPlace('prove'));
          call.onCommit(report.shares).then((nonce) => say({ kind: 'nonce', nonce }), fail);
        },
      }),
    atRest: killed,
    close: async () => {
      closing.abort();
      idle.abort();
      if (child) drop(child);
      await killed();
    },
  };
};
