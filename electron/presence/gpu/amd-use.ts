/** How busy AMD's GPUs are, from a file that their Linux driver keeps. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/units/time.ts';
import { polled, type SignSource } from '../sign-source.ts';
import { createBusyGauge } from './busy-gauge.ts';
import type { WatchedGpus } from './watched-gpus.ts';

const everyMs = 400;

export const createAmdUseSource = (clock: Clock, gpus: WatchedGpus, folder = '/sys/bus/pci/devices'): SignSource => {
  const gauge = createBusyGauge();
  return polled('amd_use', everyMs, clock.sleep, async () => {
    const gpuInUse: Record<string, boolean> = {};
    let readable = 0;
    for (const { id, pciAddress } of gpus.list()) {
      if (pciAddress === null) continue;
      const text = await readFile(join(folder, pciAddress, 'gpu_busy_percent'), 'utf8').catch(() => null);
      const percent = text === null ? Number.NaN : Number.parseInt(text, 10);
      if (Number.isNaN(percent)) continue;
      readable += 1;
      const isBusy = gauge.note(id, percent / 100, gpus.isOurs(id));
      if (isBusy !== null) gpuInUse[id] = isBusy;
    }
    if (readable === 0) throw new Error('no AMD GPU says how busy it is');
    return { gpuInUse };
  });
};
