/** What was found in this PC, line by line, and the verdict that follows. Pure; unknown stays unknown. */
import type { Gpu, Inventory } from '../../../shared/contract/app/machine.ts';
import type { Mark } from '../../ui/state-mark.tsx';

export type Verdict = { key: 'gpu'; count: number } | { key: 'processor' };

export const isRealGpu = (gpu: Gpu): boolean => gpu.kind !== 'software' && gpu.unusable === null;

export const verdictOf = ({ gpus }: Pick<Inventory, 'gpus'>): Verdict => {
  const count = gpus.filter(isRealGpu).length;
  return count > 0 ? { key: 'gpu', count } : { key: 'processor' };
};

/**
 * A dashed ring stands for what nobody could say.
 *
 * @param hasEngine an engine that runs needs no virtualization of its own, as inside a virtual machine
 */
export const virtualizationMark = (isOn: boolean | null, hasEngine: boolean): Mark => {
  if (isOn === null) return 'waiting';
  if (isOn) return 'passed';
  return hasEngine ? 'off' : 'needs-you';
};

/** Perigee's own records and one small job; below this the disk is worth a look. */
const smallDiskBytes = 10 * 1024 ** 3;

export const diskMark = (freeBytes: number | null): Mark => {
  if (freeBytes === null) return 'waiting';
  return freeBytes >= smallDiskBytes ? 'passed' : 'needs-you';
};

/** The drivers that several GPUs share count once. */
export const driversOf = ({ gpus }: Pick<Inventory, 'gpus'>): string[] => [
  ...new Set(gpus.filter((gpu) => gpu.kind !== 'software').flatMap((gpu) => gpu.driver.value ?? [])),
];
