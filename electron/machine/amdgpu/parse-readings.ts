/**
 * Reads what an AMD GPU is doing from the files of Linux' driver amdgpu, which are there without any tool. Pure. The
 * files and their units are those of the kernel's document “GPU Power/Thermal Controls and Monitoring”.
 */
import type { Reading } from '../../../shared/contract/app/machine.ts';

/** In the folder of the PCI device. */
export const deviceFiles = ['gpu_busy_percent', 'mem_info_vram_used', 'mem_info_vram_total'] as const;
/** In its folder below `hwmon`. */
export const sensorFiles = [
  'temp1_input',
  'temp2_input',
  'power1_average',
  'power1_input',
  'pwm1',
  'freq1_input',
  'freq2_input',
] as const;
export type AmdgpuFile = (typeof deviceFiles)[number] | (typeof sensorFiles)[number];

/** A file that is not there, or that the driver refuses to read, is left out. */
export type AmdgpuFiles = Partial<Readonly<Record<AmdgpuFile, string>>>;

/** The PCIe link is left out: many cards have a switch of their own, and the files tell of the link behind it. */
export type AmdgpuReading = Omit<Reading, 'at' | 'pcieGeneration' | 'pcieLanes'>;

const fullPwm = 255;

/** @returns the file's whole number, 0 or more, in its unit divided by `per`; null for everything else */
const numberIn = (text: string | undefined, per = 1): number | null =>
  text !== undefined && /^\d{1,15}\s*$/.test(text) ? Number(text) / per : null;

/** At most as much as there is: a driver that says otherwise is not believed. */
const readUsed = (files: AmdgpuFiles): number | null => {
  const used = numberIn(files.mem_info_vram_used);
  const total = numberIn(files.mem_info_vram_total);
  return used === null || (total !== null && used > total) ? null : used;
};

const readLoad = (files: AmdgpuFiles): number | null => {
  const percent = numberIn(files.gpu_busy_percent);
  return percent === null || percent > 100 ? null : percent / 100;
};

const readFan = (files: AmdgpuFiles): number | null => {
  const pwm = numberIn(files.pwm1);
  return pwm === null || pwm > fullPwm ? null : (100 * pwm) / fullPwm;
};

/** @param files their whole text, whatever that is */
export const parseAmdgpuReading = (files: AmdgpuFiles): AmdgpuReading => ({
  // millidegrees; the edge of the die, or its hottest point where the edge has no sensor
  temperatureCelsius: numberIn(files.temp1_input, 1000) ?? numberIn(files.temp2_input, 1000),
  // microwatts; newer chips have the power of the moment instead of the mean
  powerWatts: numberIn(files.power1_average, 1e6) ?? numberIn(files.power1_input, 1e6),
  load: readLoad(files),
  fanPercent: readFan(files),
  vramUsedBytes: readUsed(files),
  // hertz
  coreClockMhz: numberIn(files.freq1_input, 1e6),
  memoryClockMhz: numberIn(files.freq2_input, 1e6),
});
