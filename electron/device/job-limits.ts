/** The most that any job may use here: what the owner set, else half of what this PC has. Pure. */
import type { Settings } from '../../shared/contract/app/settings.ts';
import type { JobLimits } from '../../shared/contract/app/worker.ts';

const mostPids = 512;
const mostScratchBytes = 1024 ** 3;

/** @param pc threads and bytes of the whole machine */
export const jobLimitsOf = (
  settings: Pick<Settings, 'jobCpuThreads' | 'jobMemoryBytes' | 'jobNetworkBytes'>,
  pc: { cpuThreads: number; memoryBytes: number },
): JobLimits => ({
  cpuThreads: Math.min(settings.jobCpuThreads ?? Math.max(1, pc.cpuThreads / 2), pc.cpuThreads),
  memoryBytes: Math.min(settings.jobMemoryBytes ?? Math.floor(pc.memoryBytes / 2), pc.memoryBytes),
  scratchBytes: mostScratchBytes,
  pids: mostPids,
  networkBytes: settings.jobNetworkBytes,
});
