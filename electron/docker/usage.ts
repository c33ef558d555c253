/** What a container uses, read from the engine's counters. Pure. */
import type { ContainerStats } from 'dockerode';

export interface UsageSample {
  /** Nanoseconds of CPU time since it started; null when the engine does not count. */
  cpuNanos: number | null;
  /** Without the page cache that the kernel would give back; null when the engine does not count. */
  memoryBytes: number | null;
  /** Processes and threads now; null when the engine does not count. */
  processes: number | null;
  /** Read and written since it started; null when the engine does not count. */
  diskBytes: number | null;
  /** Received and sent since it started; null without a network. */
  networkBytes: number | null;
}

const count = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

const sum = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
};

/** cgroup v1 says `Read` and `Write`, v2 `read` and `write`; the other words count the same bytes again. */
const diskBytesOf = (blocks: unknown): number | null => {
  const entries = (blocks as { io_service_bytes_recursive?: unknown } | undefined)?.io_service_bytes_recursive;
  if (!Array.isArray(entries)) return null;
  const moved = (entries as { op?: unknown; value?: unknown }[]).filter(({ op }) => /^(read|write)$/i.test(String(op)));
  return sum(moved.map(({ value }) => count(value))) ?? 0;
};

const networkBytesOf = (networks: unknown): number | null =>
  typeof networks === 'object' && networks !== null
    ? sum(
        Object.values(networks as Record<string, { rx_bytes?: unknown; tx_bytes?: unknown }>).flatMap((each) => [
          count(each.rx_bytes),
          count(each.tx_bytes),
        ]),
      )
    : null;

export const usageOf = (stats: ContainerStats): UsageSample => {
  const memory: { usage?: unknown; stats?: Record<string, unknown> } = stats.memory_stats ?? {};
  const usedBytes = count(memory.usage);
  // cgroup v2 says inactive_file, v1 total_inactive_file.
  const cacheBytes = count(memory.stats?.total_inactive_file) ?? count(memory.stats?.inactive_file) ?? 0;
  return {
    cpuNanos: count(stats.cpu_stats?.cpu_usage?.total_usage),
    memoryBytes: usedBytes === null ? null : Math.max(0, usedBytes - cacheBytes),
    processes: count(stats.pids_stats?.current),
    diskBytes: diskBytesOf(stats.blkio_stats),
    networkBytes: networkBytesOf(stats.networks),
  };
};
