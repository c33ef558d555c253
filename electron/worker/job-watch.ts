/**
 * Watches one running container until something has to be done: it ended, its time is over, or the caller's signal.
 * Reads its output along the way and, while somebody looks, what it uses.
 */
import type { Job } from '../../shared/contract/app/worker.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Engine } from '../docker/engine.ts';
import type { JobLog } from './job-log.ts';

/** How long a job may be silent before its processes are counted instead. */
const silenceMs = 3000;
const usageIntervalMs = 2000;
const gpuIntervalMs = 5 * 60_000;
/** For the last lines, after the container has ended. */
const drainMs = 3000;
/** Docker's own init process, and at least one of the job's. */
const fewestProcesses = 2;

export interface WatchOptions {
  engine: Engine;
  clock: Clock;
  log: JobLog;
  containerId: string;
  /** Cursor of the last line already in the log. */
  after: string | null;
  onCursor: (cursor: string) => void;
  /** The first output, or the kernel's count of the job's own processes. */
  onSign: () => void;
  hasSign: () => boolean;
  /** UUIDs of the GPUs that it was given; empty: none. */
  gpus: readonly string[];
  isUsageWatched: () => boolean;
  onUsage: (usage: Job['usage']) => void;
  /** Until the job's time is over. */
  remainingMs: number;
  signal: AbortSignal;
}

const readOutput = async (options: WatchOptions, signal: AbortSignal): Promise<void> => {
  for await (const line of options.engine.logs(options.containerId, options.after, signal)) {
    options.onCursor(line.cursor);
    options.log.push({ at: line.at, source: 'renter', stream: line.stream, text: line.text }, line.cursor);
    options.onSign();
  }
};

/** For a job that says nothing: the engine's "running" is not enough, its processes must be there. */
const lookForProcesses = async (options: WatchOptions, signal: AbortSignal): Promise<void> => {
  const { engine, clock, containerId } = options;
  for (;;) {
    await clock.sleep(silenceMs, signal);
    if (options.hasSign()) return;
    const usage = await engine.stats(containerId, signal);
    if ((usage?.processes ?? 0) >= fewestProcesses) options.onSign();
  }
};

const followUsage = async (options: WatchOptions, signal: AbortSignal): Promise<void> => {
  const { engine, clock, containerId, onUsage } = options;
  let last: { cpuNanos: number; atMs: number } | null = null;
  for (;;) {
    await clock.sleep(usageIntervalMs, signal);
    const sample = options.isUsageWatched() ? await engine.stats(containerId, signal) : null;
    if (sample === null || sample.cpuNanos === null || sample.memoryBytes === null) {
      if (last !== null) onUsage(null);
      last = null;
      continue;
    }
    const now = { cpuNanos: sample.cpuNanos, atMs: clock.monotonic() };
    if (last !== null) {
      const cpuThreads = Math.max(0, (now.cpuNanos - last.cpuNanos) / 1e6 / (now.atMs - last.atMs));
      const { memoryBytes, processes, diskBytes, networkBytes } = sample;
      onUsage({ cpuThreads, memoryBytes, processes, diskBytes, networkBytes });
    }
    last = now;
  }
};

/** A sound answer without one of them; an engine or image that cannot say is taken for well. */
const untilGpuGone = async (options: WatchOptions, signal: AbortSignal): Promise<'gpu_gone'> => {
  const { engine, clock, containerId, gpus } = options;
  for (;;) {
    const seen = await engine.seenGpus(containerId, signal).catch(() => null);
    if (seen !== null && gpus.some((uuid) => !seen.includes(uuid))) return 'gpu_gone';
    await clock.sleep(gpuIntervalMs, signal);
  }
};

/** @returns why watching ended @throws ENGINE_… when the engine is lost, CANCELLED when the signal was aborted */
export const watchContainer = async (options: WatchOptions): Promise<'ended' | 'time_over' | 'gpu_gone'> => {
  const { engine, clock, containerId, remainingMs } = options;
  const inner = new AbortController();
  const signal = AbortSignal.any([options.signal, inner.signal]);
  const output = readOutput(options, signal);
  // What goes wrong in these shows in `wait` too, which is what decides.
  output.catch(() => {});
  lookForProcesses(options, signal).catch(() => {});
  followUsage(options, signal).catch(() => {});
  const timeOver = clock.sleep(Math.max(0, remainingMs), signal).then(() => 'time_over' as const);
  timeOver.catch(() => {});
  const gpuGone = options.gpus.length === 0 ? [] : [untilGpuGone(options, signal)];
  for (const gone of gpuGone) gone.catch(() => {});
  try {
    const ended = engine.wait(containerId, signal).then(() => 'ended' as const);
    const end = await Promise.race([ended, timeOver, ...gpuGone]);
    // The engine closes the output once the container has ended; its last lines may still be on the way.
    if (end === 'ended') await Promise.race([output.catch(() => {}), clock.sleep(drainMs, signal)]);
    return end;
  } catch (error) {
    if (options.signal.aborted) throw new PerigeeError('CANCELLED', {}, { cause: error });
    throw error;
  } finally {
    inner.abort();
    options.onUsage(null);
  }
};
