/** Fetches the files of Linux' driver amdgpu for one GPU and hands them to the parser; decides nothing. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type AmdgpuFile,
  type AmdgpuFiles,
  type AmdgpuReading,
  deviceFiles,
  parseAmdgpuReading,
  sensorFiles,
} from './parse-readings.ts';

const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch {
    // Absent on this chip, or refused by a driver that is busy: both are ordinary answers here.
    return null;
  }
};

const readFiles = async (folder: string, names: readonly AmdgpuFile[]): Promise<AmdgpuFiles> => {
  const texts = await Promise.all(
    names.map(async (name) => [name, await orNull(readFile(path.join(folder, name), 'utf8'))]),
  );
  return Object.fromEntries(texts.filter(([, text]) => text !== null));
};

/**
 * @param pciAddress such as `0000:03:00.0`
 * @param root where `/sys` stands; `/` on a real system
 * @returns null when there is no such device, or it sleeps: reading its sensors would wake it. Never throws
 */
export const readAmdgpuReading = async (pciAddress: string, root = '/'): Promise<AmdgpuReading | null> => {
  const device = path.join(root, 'sys/bus/pci/devices', pciAddress);
  const power = (await orNull(readFile(path.join(device, 'power/runtime_status'), 'utf8')))?.trim();
  if (power === 'suspended' || power === 'suspending') return null;
  const sensors = await orNull(readdir(path.join(device, 'hwmon')));
  const own = await readFiles(device, deviceFiles);
  const [sensor] = sensors?.toSorted() ?? [];
  if (sensor === undefined && Object.keys(own).length === 0) return null;
  const sensed = sensor === undefined ? {} : await readFiles(path.join(device, 'hwmon', sensor), sensorFiles);
  return parseAmdgpuReading({ ...own, ...sensed });
};
