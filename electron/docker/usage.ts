/** What a container uses, read from the engine's counters. Pure. */
import type { ContainerStats } from 'dockerode';

export interface UsageSample {
  /** Nanoseconds of CPU time since it started; null when the engine does not count. */
  cpuNanos: number | null;
  /** Without the page cache that the kernel would give back; null when the engine does not count. */
  memoryBytes: number | null;
  /** Processes and threads now; null when the engine does not count. */
  processes: number | null;
}

const count = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

export const usageOf = (stats: ContainerStats): UsageSample => {
  const memory: { usage?: unknown; stats?: Record<string, unknown> } = stats.memory_stats ?? {};
  const usedBytes = count(memory.usage);
  // cgroup v2 says inactive_file, v1 total_inactive_file.
  const cacheBytes = count(memory.stats?.total_inactive_file) ?? count(memory.stats?.inactive_file) ?? 0;
  return {
    cpuNanos: count(stats.cpu_stats?.cpu_usage?.total_usage),
    memoryBytes: usedBytes === null ? null : Math.max(0, usedBytes - cacheBytes),
    processes: count(stats.pids_stats?.current),
  };
};
