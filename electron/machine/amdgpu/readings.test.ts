import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AmdgpuFiles, parseAmdgpuReading } from './parse-readings.ts';
import { readAmdgpuReading } from './read.ts';

/** Written by hand as the kernel's document describes them: an RX 7900 XTX at work. */
const files: AmdgpuFiles = {
  gpu_busy_percent: '97\n',
  mem_info_vram_used: '1622728704\n',
  mem_info_vram_total: '25753026560\n',
  temp1_input: '61000\n',
  temp2_input: '78000\n',
  power1_average: '318000000\n',
  pwm1: '102\n',
  freq1_input: '2482000000\n',
  freq2_input: '1249000000\n',
};
const nothing = {
  temperatureCelsius: null,
  powerWatts: null,
  load: null,
  fanPercent: null,
  vramUsedBytes: null,
  coreClockMhz: null,
  memoryClockMhz: null,
};

describe('what amdgpu says of a GPU', () => {
  it('is read in our units', () =>
    expect(parseAmdgpuReading(files)).toEqual({
      temperatureCelsius: 61,
      powerWatts: 318,
      load: 0.97,
      fanPercent: 40,
      vramUsedBytes: 1_622_728_704,
      coreClockMhz: 2482,
      memoryClockMhz: 1249,
    }));

  it('is the hottest point where the edge has no sensor, and the power of the moment where there is no mean', () =>
    expect(parseAmdgpuReading({ temp2_input: '45000', power1_input: '92500000' })).toEqual({
      ...nothing,
      temperatureCelsius: 45,
      powerWatts: 92.5,
    }));

  it.each(['', '\n', 'N/A', '-1', '1e9', '0x10', '12 34', '9'.repeat(40), '\0'.repeat(8)])(
    'is null, never a guess, for files that say %j',
    (text) => {
      const broken = Object.fromEntries(Object.keys(files).map((name) => [name, text]));
      expect(parseAmdgpuReading(broken)).toEqual(nothing);
    },
  );

  it('is not believed beyond what there is', () =>
    expect(
      parseAmdgpuReading({ gpu_busy_percent: '101', pwm1: '256', mem_info_vram_used: '2', mem_info_vram_total: '1' }),
    ).toEqual(nothing));
});

describe('reading the files', () => {
  let root = '';
  const device = (): string => path.join(root, 'sys/bus/pci/devices/0000:03:00.0');
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'perigee-amdgpu-'));
    mkdirSync(path.join(device(), 'hwmon/hwmon4'), { recursive: true });
    mkdirSync(path.join(device(), 'power'));
    writeFileSync(path.join(device(), 'power/runtime_status'), 'active\n');
    for (const [name, text] of Object.entries(files)) {
      const isOwn = name.startsWith('mem_') || name.startsWith('gpu_');
      writeFileSync(path.join(device(), isOwn ? name : `hwmon/hwmon4/${name}`), text);
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('finds them below the address of the GPU', async () => {
    expect(await readAmdgpuReading('0000:03:00.0', root)).toEqual(parseAmdgpuReading(files));
    expect(await readAmdgpuReading('0000:04:00.0', root)).toBeNull();
  });

  it('goes on without those that are missing or cannot be read', async () => {
    rmSync(path.join(device(), 'hwmon'), { recursive: true });
    rmSync(path.join(device(), 'gpu_busy_percent'));
    mkdirSync(path.join(device(), 'gpu_busy_percent'));
    expect(await readAmdgpuReading('0000:03:00.0', root)).toEqual({ ...nothing, vramUsedBytes: 1_622_728_704 });
  });

  it('leaves a GPU that sleeps alone', async () => {
    writeFileSync(path.join(device(), 'power/runtime_status'), 'suspended\n');
    expect(await readAmdgpuReading('0000:03:00.0', root)).toBeNull();
  });
});
