/** How busy the processor was between two looks, from the operating system's own counters. Starts no process. */
import os from 'node:os';

export interface CpuTimes {
  readonly busyMs: number;
  readonly totalMs: number;
}

/** Sums over all threads since the machine started. */
export const readCpuTimes = (): CpuTimes => {
  let busyMs = 0;
  let idleMs = 0;
  for (const { times } of os.cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq;
    idleMs += times.idle;
  }
  return { busyMs, totalMs: busyMs + idleMs };
};

/** @returns 0..1; null when no time passed between the two or a counter ran backwards (a machine that slept) */
export const loadBetween = (before: CpuTimes, after: CpuTimes): number | null => {
  const total = after.totalMs - before.totalMs;
  const busy = after.busyMs - before.busyMs;
  return total > 0 && busy >= 0 && busy <= total ? busy / total : null;
};
