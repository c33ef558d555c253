/** How an engine can give a container a GPU, by what it says of itself. Pure. */
import { type AmdGpu, isAmdName } from './amd/device-nodes.ts';

export interface GpuWays {
  /** Devices described to the engine by the container device interface; empty where it knows none, or is too old to say. */
  readonly cdiDevices: readonly string[];
  /** NVIDIA's own runtime is registered, which older engines give GPUs by. */
  readonly hasNvidiaRuntime: boolean;
  /** AMD's cards whose device nodes are this engine's too; empty where it runs elsewhere than on this system. */
  readonly amdGpus: readonly AmdGpu[];
}

export const noGpuWays: GpuWays = { cdiDevices: [], hasNvidiaRuntime: false, amdGpus: [] };

/** `nodes`: by the device nodes themselves, AMD's only. */
export type GpuWay = 'cdi' | 'nvidia' | 'nodes';

/** The name of one GPU, never `all`. */
export const cdiNameOf = (uuid: string): string => `nvidia.com/gpu=${uuid}`;

/** @returns the better way by which this one GPU can be given; null: it cannot */
export const gpuWayFor = (ways: GpuWays, uuid: string): GpuWay | null => {
  if (isAmdName(uuid)) return ways.amdGpus.some((gpu) => gpu.uuid === uuid) ? 'nodes' : null;
  if (ways.cdiDevices.includes(cdiNameOf(uuid))) return 'cdi';
  return ways.hasNvidiaRuntime ? 'nvidia' : null;
};

/** @returns one way for all of them, as one request names one driver; null: not all can be given */
export const gpuWayForAll = (ways: GpuWays, uuids: readonly string[]): GpuWay | null => {
  const found = uuids.map((uuid) => gpuWayFor(ways, uuid));
  if (found.includes(null)) return null;
  if (found.includes('nodes')) return found.every((way) => way === 'nodes') ? 'nodes' : null;
  return found.includes('nvidia') ? (ways.hasNvidiaRuntime ? 'nvidia' : null) : 'cdi';
};

/**
 * @param info the engine's `/info`: `DiscoveredDevices` since API 1.50, `Runtimes` always
 * @param amdGpus of this system, where the engine runs on it
 */
export const gpuWaysOf = (info: unknown, amdGpus: readonly AmdGpu[] = []): GpuWays => {
  const { DiscoveredDevices: devices, Runtimes: runtimes } = (info ?? {}) as Record<string, unknown>;
  const listed = Array.isArray(devices) ? (devices as { Source?: unknown; ID?: unknown }[]) : [];
  return {
    cdiDevices: listed.flatMap((device) =>
      device?.Source === 'cdi' && typeof device.ID === 'string' ? [device.ID] : [],
    ),
    hasNvidiaRuntime: typeof runtimes === 'object' && runtimes !== null && Object.hasOwn(runtimes, 'nvidia'),
    amdGpus,
  };
};
