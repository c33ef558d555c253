/** The built app with one job of ours running in it, through Localnet, the engine and the registry of the tests. */
import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { systemClock } from '../../electron/core/system-clock.ts';
import { type Face, faceOfRunning } from '../../electron/headless/cli/face.ts';
import type { AppState } from '../../shared/contract/app/index.ts';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { readProvisionFacts } from '../provision/facts.ts';
import { type RunningCore, startCore } from './running-core.ts';

export interface WorkingCore {
  core: RunningCore;
  face: Face;
  docker: Docker;
  /** The first state that is so. @throws when none comes within the deadline */
  until(isSo: (state: AppState) => boolean, deadlineMs?: number): Promise<AppState>;
  /** Has Localnet offer the job and waits until it runs. @returns its id */
  run(command: string[]): Promise<string>;
  stop(): Promise<void>;
}

const longestJobSeconds = 3_600;

export const untilState = async (
  face: Face,
  isSo: (state: AppState) => boolean,
  deadlineMs = 60_000,
): Promise<AppState> => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), deadlineMs);
  try {
    for await (const state of face.watch(late.signal)) if (isSo(state)) return state;
  } catch (cause) {
    throw new Error(`no such state within ${deadlineMs} ms`, { cause });
  } finally {
    clearTimeout(timer);
  }
  throw new Error('the live state ended');
};

/** @throws Error where the tests' engine or image is not there */
export const startWorkingCore = async (env: NodeJS.ProcessEnv = process.env): Promise<WorkingCore> => {
  const facts = await readProvisionFacts();
  const image = facts?.images.demo;
  if (!facts?.engineSocket || !image) throw new Error('no engine or test image: run node scripts/provision/main.ts');
  const core = await startCore(['--hour', '1h', '--image', image, '--engine', facts.engineSocket], env);
  const face = await faceOfRunning(core.dataDir);
  const until: WorkingCore['until'] = (isSo, deadlineMs) => untilState(face, isSo, deadlineMs);
  await face.client.control.start();
  // Localnet's own demo job comes first, and ends by itself.
  await until(({ worker }) => worker.jobs.some(({ state }) => state === 'done'));
  return {
    core,
    face,
    docker: new Docker({ socketPath: facts.engineSocket, host: '' }),
    until,
    run: async (command) => {
      const spec: JobSpec = {
        ...{ id: `bench-${randomUUID()}`, image, command, env: {}, workdir: null, memoryBytes: 64 * 1024 ** 2 },
        ...{ cpuThreads: 1, pids: 32, scratchBytes: 0, gpus: [], network: 'none', maxSeconds: longestJobSeconds },
      };
      await until(({ status }) => status.activity === 'ready');
      const offer = () => face.client.worker.offerOwn({ text: JSON.stringify(spec) });
      // The last job has ended and its container may still be on its way out.
      const { jobId } = await offer().catch(async () => {
        await systemClock.sleep(1_000);
        return offer();
      });
      await until(({ worker }) => worker.jobs.some(({ id, state }) => id === jobId && state === 'running'));
      return jobId;
    },
    stop: async () => {
      await face.client.control.pause();
      face.close();
      await core.stop();
    },
  };
};
