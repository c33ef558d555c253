/** The engine and images that provisioning made ready, and jobs to run on them; what is missing is said by name. */
import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { describe, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { connectEngine, type Engine } from '../../electron/docker/engine.ts';
import { type ProvisionFacts, readProvisionFacts, type TestImageName } from '../../scripts/provision/facts.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';

export interface RealEngine {
  socketPath: string;
  registry: string;
  images: Record<TestImageName, string>;
}

const readyOf = (facts: ProvisionFacts | null): RealEngine | string => {
  if (facts === null) return 'provisioning has not run: node scripts/provision/main.ts';
  const reasons = facts.skipped.map(({ what, why }) => `${what}: ${why}`).join('; ');
  const { engineSocket: socketPath, registry, images } = facts;
  const { demo, lasting, layers, volume, preload, proc } = images;
  if (socketPath === null || registry === null || !demo || !lasting || !layers || !volume || !preload || !proc)
    return reasons;
  return { socketPath, registry, images: { demo, lasting, layers, volume, preload, proc } };
};

const ready = readyOf(await readProvisionFacts());

/** Runs the suite on the real engine, or skips it and says in its title what is missing. */
export const describeWithEngine = (title: string, suite: (real: RealEngine) => void): void => {
  if (typeof ready === 'string') describe(title, () => it.skip(`skipped: ${ready}`, () => {}));
  else describe(title, () => suite(ready));
};

export const limits = { cpuThreads: 2, memoryBytes: 2 ** 30, pids: 512, scratchBytes: 2 ** 28, networkBytes: 0 };

export const jobOf = (image: string, command: string[], change: Partial<JobSpec> = {}): JobSpec => ({
  ...{ id: `t-${randomUUID()}`, image, command, env: {}, workdir: null, memoryBytes: 64 * 1024 ** 2, cpuThreads: 1 },
  ...{ pids: 64, scratchBytes: 0, gpus: [], network: 'none', maxSeconds: 120 },
  ...change,
});

/** An engine with an owner of its own, and a way to remove everything that owner made. */
export const openEngine = (
  socketPath: string,
): { engine: Engine; docker: Docker; owner: string; clear: () => Promise<void> } => {
  const owner = `test-${randomUUID()}`;
  const engine = connectEngine({ socketPaths: [socketPath], owner, clock: systemClock });
  const docker = new Docker({ socketPath, host: '' });
  const clear = async (): Promise<void> => {
    for (const { containerId } of await engine.listOurs()) {
      // The worker may be removing it at this moment.
      await docker
        .getContainer(containerId)
        .remove({ force: true })
        .catch(() => {});
    }
    engine.close();
  };
  return { engine, docker, owner, clear };
};

export const until = async (
  isSo: () => boolean | Promise<boolean>,
  what: string,
  deadlineMs = 30_000,
): Promise<void> => {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > deadlineMs) throw new Error(`never came: ${what}`);
    await systemClock.sleep(50);
  }
};
