import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBetween, readCpuTimes } from './cpu-load.ts';
import { readCpuTemperature } from './cpu-temperature.ts';
import { readDisk } from './disk.ts';

const never = new AbortController().signal;

describe('facts of the host', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'perigee-host-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('measures the disk of a folder that does not exist yet', async () => {
    const disk = await readDisk(path.join(dir, 'not', 'yet'), never);
    expect(disk.path).toBe(path.join(dir, 'not', 'yet'));
    expect(disk.totalBytes).toBeGreaterThan(0);
    expect(disk.freeBytes).toBeLessThanOrEqual(disk.totalBytes ?? 0);
  });

  it('stops measuring when cancelled', async () => {
    await expect(readDisk(dir, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('has a load between two looks, and none without time between them', () => {
    expect(loadBetween({ busyMs: 100, totalMs: 1_000 }, { busyMs: 350, totalMs: 2_000 })).toBe(0.25);
    expect(loadBetween({ busyMs: 100, totalMs: 1_000 }, { busyMs: 100, totalMs: 1_000 })).toBeNull();
    expect(loadBetween({ busyMs: 100, totalMs: 1_000 }, { busyMs: 50, totalMs: 2_000 })).toBeNull();
    const now = readCpuTimes();
    expect(now.busyMs).toBeGreaterThan(0);
    expect(now.totalMs).toBeGreaterThan(now.busyMs);
  });

  it("reads the processor's sensor among others, and none where there is none", async () => {
    const sensor = async (folder: string, name: string, millidegrees: string) => {
      await mkdir(path.join(dir, folder));
      await writeFile(path.join(dir, folder, 'name'), `${name}\n`);
      await writeFile(path.join(dir, folder, 'temp1_input'), `${millidegrees}\n`);
    };
    await sensor('hwmon0', 'nvme', '31000');
    expect(await readCpuTemperature(dir)).toBeNull();
    await sensor('hwmon1', 'k10temp', '54250');
    expect(await readCpuTemperature(dir)).toBe(54.25);
    expect(await readCpuTemperature(path.join(dir, 'missing'))).toBeNull();
  });
});
