/**
 * From the start of the app after `kill -9` to a job that is seen to run: what it uses was read from the engine twice,
 * two seconds apart, so no figure is below that.
 */
import { systemClock } from '../../electron/core/system-clock.ts';
import { faceOfRunning } from '../../electron/headless/cli/face.ts';
import { startCore } from './running-core.ts';
import { startWorkingCore, untilState } from './working-core.ts';

const runs = 10;

export const benchReattach = async (): Promise<number[]> => {
  const tookMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const working = await startWorkingCore();
    const jobId = await working.run(['/bin/job', '3600']);
    working.face.close();
    process.kill(working.core.pid, 'SIGKILL');
    await systemClock.sleep(500);
    const begunMs = performance.now();
    const again = await startCore(working.core.args, process.env, working.core.dataDir);
    const face = await faceOfRunning(again.dataDir);
    await untilState(face, ({ worker }) =>
      worker.jobs.some(({ id, state, usage }) => id === jobId && state === 'running' && usage !== null),
    );
    tookMs.push(performance.now() - begunMs);
    await face.client.control.pause();
    face.close();
    await again.stop();
  }
  return tookMs;
};
