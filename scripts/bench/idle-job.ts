/** What watching over one job that does nothing costs the core's process, beside the same core without a job. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds } from './idle.ts';
import { startWorkingCore } from './working-core.ts';

const settleMs = 15_000;
const windowMs = 60_000;

/** Share of one core, in percent, over the window. */
const share = async (pid: number): Promise<number> => {
  await sleep(settleMs);
  const before = cpuSeconds(pid);
  const begunMs = performance.now();
  await sleep(windowMs);
  return ((cpuSeconds(pid) - before) / ((performance.now() - begunMs) / 1000)) * 100;
};

/** @returns percent of one core without a job, and with one */
export const benchIdleJob = async (): Promise<{ without: number; with: number }> => {
  const working = await startWorkingCore();
  try {
    await working.until(({ status }) => status.activity === 'ready');
    const without = await share(working.core.pid);
    await working.run(['/bin/sleep', '3600']);
    return { without, with: await share(working.core.pid) };
  } finally {
    await working.stop();
  }
};
