/**
 * The processor's temperature where the operating system offers it as a file, which is on Linux. Elsewhere it takes a
 * driver or PowerShell, too much for a reading every few seconds.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Sensors of Intel, AMD (kernel and zenpower) and ARM processors. */
const processorSensors = ['coretemp', 'k10temp', 'zenpower', 'cpu_thermal'];

const readTrimmed = async (file: string): Promise<string | null> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return null;
  }
};

/**
 * @param sensorsDir a folder such as `/sys/class/hwmon`, one subfolder per sensor
 * @returns null when there is no such sensor, as in most virtual machines; never throws
 */
export const readCpuTemperature = async (sensorsDir = '/sys/class/hwmon'): Promise<number | null> => {
  let sensors: string[];
  try {
    sensors = await readdir(sensorsDir);
  } catch {
    return null;
  }
  for (const sensor of sensors.sort()) {
    const name = await readTrimmed(path.join(sensorsDir, sensor, 'name'));
    if (name === null || !processorSensors.includes(name)) continue;
    const millidegrees = await readTrimmed(path.join(sensorsDir, sensor, 'temp1_input'));
    if (millidegrees !== null && /^-?\d+$/.test(millidegrees)) return Number(millidegrees) / 1000;
  }
  return null;
};
