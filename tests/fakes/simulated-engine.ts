/**
 * An engine that keeps its containers in memory and behaves as Docker does where it matters for crashes: a name is
 * given once, a running container is not started again, one that has ended is. It counts what was done to it.
 */
import type { Container } from '../../electron/docker/container.ts';
import type { Engine } from '../../electron/docker/engine.ts';
import { EngineRefusal } from '../../electron/docker/engine-error.ts';
import { noGpuWays } from '../../electron/docker/gpu-ways.ts';
import type { ImageFacts } from '../../electron/docker/image-facts.ts';
import type { Clock } from '../../shared/units/time.ts';

interface SimulatedContainer extends Container {
  starts: number;
  ended: Promise<void>;
}

export interface SimulatedEngine {
  engine: Engine;
  /** Of each job that ever had a container. */
  counts(): { jobId: string; creates: number; starts: number }[];
  /** Containers that are still there. */
  left(): number;
}

const image: ImageFacts = {
  ...{
    imageId: 'sha256:1',
    references: [],
    tags: [],
    sizeBytes: 1,
    osType: 'linux',
    volumes: [],
    env: [],
    workdir: '',
  },
};

/** @param runMs how long each container runs before it exits with 0 */
export const createSimulatedEngine = (clock: Clock, runMs: number): SimulatedEngine => {
  const containers = new Map<string, SimulatedContainer>();
  const history = new Map<string, { creates: number; starts: number }>();
  const byJob = (jobId: string) => [...containers.values()].find((container) => container.jobId === jobId) ?? null;
  const need = (containerId: string): SimulatedContainer => {
    const container = containers.get(containerId);
    if (container === undefined) throw new EngineRefusal(404, 'no such container');
    return container;
  };
  const countsOf = (jobId: string) => {
    const counts = history.get(jobId) ?? { creates: 0, starts: 0 };
    history.set(jobId, counts);
    return counts;
  };

  const engine: Engine = {
    probe: async () => ({
      ...{ socketPath: 'simulated', version: '29.7.2', name: null, osType: 'linux', architecture: null },
      ...{ cpuThreads: 8, memoryBytes: 2 ** 34, verdict: 'sound' as const, gpuWays: noGpuWays },
    }),
    gateways: {
      open: async () => {
        throw new EngineRefusal(409, 'no gateway here');
      },
      list: async () => [],
      remove: async () => {},
    },
    planImage: async () => ({ packedBytes: 1, layers: 1, config: image }),
    inspectImage: async () => image,
    pull: async () => {},
    removeImage: async () => true,
    create: async ({ id: jobId }) => {
      const there = byJob(jobId);
      if (there !== null) return { containerId: there.containerId, isAdopted: true };
      const counts = countsOf(jobId);
      counts.creates += 1;
      const containerId = `${jobId}-${counts.creates}`;
      containers.set(containerId, {
        ...{ containerId, jobId, status: 'created', exitCode: null, isOutOfMemory: false, startedAt: null },
        ...{ endedAt: null, startError: null, starts: 0, ended: Promise.resolve() },
      });
      return { containerId, isAdopted: false };
    },
    start: async (containerId) => {
      const container = need(containerId);
      if (container.status === 'running') return;
      countsOf(container.jobId).starts += 1;
      Object.assign(container, { status: 'running', startedAt: clock.now() });
      container.ended = clock.sleep(runMs).then(async () => {
        while (container.status === 'frozen') await clock.sleep(runMs);
        Object.assign(container, { status: 'exited', exitCode: 0, endedAt: clock.now() });
      });
    },
    inspect: async (containerId) => ({ ...(containers.get(containerId) ?? null) }) as Container | null,
    inspectJob: async (jobId) => byJob(jobId),
    listOurs: async () => [...containers.values()].map(({ containerId, jobId }) => ({ containerId, jobId })),
    async *logs(containerId, after) {
      const container = need(containerId);
      const cursor = '2026-11-22T00:00:00.000000000Z';
      if (container.startedAt !== null && after === null) {
        yield { stream: 'stdout' as const, at: clock.now(), cursor, text: 'job starts' };
      }
      await container.ended;
    },
    freeze: async (containerId) => {
      const container = need(containerId);
      if (container.status !== 'running') throw new EngineRefusal(409, 'it does not run');
      container.status = 'frozen';
    },
    thaw: async (containerId) => {
      const container = need(containerId);
      if (container.status === 'frozen') container.status = 'running';
    },
    wait: (containerId) => need(containerId).ended,
    stop: async (containerId) => {
      const container = containers.get(containerId);
      if (container?.status === 'running' || container?.status === 'frozen') {
        Object.assign(container, { status: 'exited', exitCode: 143, endedAt: clock.now(), ended: Promise.resolve() });
      }
    },
    remove: async (containerId) => {
      if (containers.get(containerId)?.status === 'running') throw new EngineRefusal(409, 'it runs');
      containers.delete(containerId);
    },
    stats: async () => null,
    seenGpus: async () => null,
    reach: async () => null,
    close: () => {},
  };
  return {
    engine,
    counts: () => [...history].map(([jobId, counts]) => ({ jobId, ...counts })),
    left: () => containers.size,
  };
};
