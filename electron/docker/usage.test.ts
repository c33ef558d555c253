import type { ContainerStats } from 'dockerode';
import { describe, expect, it } from 'vitest';
import { usageOf } from './usage.ts';

const read = (stats: object) => usageOf(stats as ContainerStats);
const nothing = { cpuNanos: null, memoryBytes: null, processes: null, diskBytes: null, networkBytes: null };

describe('what a container uses', () => {
  it('is read from the counters of control groups of version 1 and 2 alike', () => {
    const first = read({
      cpu_stats: { cpu_usage: { total_usage: 5e9 } },
      memory_stats: { usage: 900, stats: { total_inactive_file: 200 } },
      pids_stats: { current: 3 },
      blkio_stats: {
        io_service_bytes_recursive: [
          { op: 'Read', value: 10 },
          { op: 'Write', value: 5 },
          { op: 'Sync', value: 15 },
          { op: 'Total', value: 15 },
        ],
      },
      networks: { eth0: { rx_bytes: 7, tx_bytes: 1 } },
    });
    expect(first).toEqual({ cpuNanos: 5e9, memoryBytes: 700, processes: 3, diskBytes: 15, networkBytes: 8 });
    const second = read({
      memory_stats: { usage: 900, stats: { inactive_file: 100 } },
      blkio_stats: { io_service_bytes_recursive: [{ op: 'read', value: 4 }] },
    });
    expect(second).toEqual({ ...nothing, memoryBytes: 800, diskBytes: 4 });
  });

  it('is no disk use for one that touched none, and not known where nothing is counted', () => {
    expect(read({ blkio_stats: { io_service_bytes_recursive: [] } }).diskBytes).toBe(0);
    expect(read({ blkio_stats: { io_service_bytes_recursive: null } })).toEqual(nothing);
    expect(read({})).toEqual(nothing);
  });
});
