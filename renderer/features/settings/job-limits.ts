/** What a job may use: the owner's limits, or half of what this PC has. Pure. */
import type { Inventory } from '../../../shared/contract/app/machine.ts';
import type { Settings } from '../../../shared/contract/app/settings.ts';

export const jobLimitsOf = (
  settings: Pick<Settings, 'jobCpuThreads' | 'jobMemoryBytes'>,
  machine: Pick<Inventory, 'cpu' | 'memory'>,
): { cpuThreads: number; memoryBytes: number } => ({
  cpuThreads: settings.jobCpuThreads ?? machine.cpu.threads / 2,
  memoryBytes: settings.jobMemoryBytes ?? machine.memory.totalBytes / 2,
});
