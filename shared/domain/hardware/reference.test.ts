import { describe, expect, it } from 'vitest';
import { type CheckKind, checkKinds } from '../../contract/app/checks.ts';
import { type GpuModel, gpuModels } from './catalogue.ts';
import { type Gap, gapReasonsFor, referenceFor } from './reference.ts';

const listed = (id: string): GpuModel => {
  const model = gpuModels.find((candidate) => candidate.id === id);
  if (!model) throw new Error(`no ${id}`);
  return model;
};

const rtx4090 = listed('nvidia-rtx-4090');
const rx7900xtx = listed('amd-rx-7900-xtx');

describe('the reference of a check', () => {
  it.each<[CheckKind, number, number]>([
    ['fp32_throughput', 82_575, 0.7],
    ['fp16_throughput', 82_575, 0.6],
    ['int32_throughput', 20_644, 0.7],
    ['matrix_throughput', 660_603, 0.4],
    ['memory_bandwidth', 1_008, 0.85],
    ['memory_copy', 1_008, 0.8],
    ['random_read', 1_008, 0.6],
    ['host_to_device', 31.504, 0.7],
    ['device_to_host', 31.504, 0.7],
  ])('is the data sheet’s for %s', (kind, value, expectedRatio) =>
    expect(referenceFor(rtx4090, kind)).toEqual({ value, expectedRatio, source: 'catalogue', url: rtx4090.source }),
  );

  it.each<CheckKind>([
    'gemm_throughput',
    'int8_product',
    'dot4_throughput',
    'launch_latency',
    'vram_pattern',
    'cpu_single',
    'disk_random',
  ])('is none for %s', (kind) => expect(referenceFor(rtx4090, kind)).toBeNull());

  it('expects less of cards whose peak counts pairs of instructions', () => {
    expect(referenceFor(rx7900xtx, 'fp32_throughput')).toMatchObject({ value: 61_440, expectedRatio: 0.65 });
    expect(referenceFor(listed('amd-mi300x'), 'fp32_throughput')).toMatchObject({ expectedRatio: 0.7 });
  });

  it('holds matrix units to what they promise for the measured type', () => {
    expect(referenceFor(rtx4090, 'matrix_throughput', 'GOPS')?.value).toBe(660_603);
    expect(referenceFor(rtx4090, 'matrix_throughput', 'GFLOPS')?.value).toBe(330_301);
  });

  it('expects less of a memory that the processor uses too', () => {
    expect(referenceFor(listed('apple-m3-max'), 'memory_bandwidth')).toMatchObject({ value: 300, expectedRatio: 0.7 });
  });

  it('is none where the data sheet is silent', () => {
    expect(referenceFor(listed('nvidia-rtx-4090-laptop-gpu'), 'fp32_throughput')).toBeNull();
    expect(referenceFor(listed('apple-m1'), 'host_to_device')).toBeNull();
    expect(referenceFor(listed('nvidia-gtx-1660'), 'matrix_throughput')).toBeNull();
  });

  it('is positive or none, for every model and check', () => {
    const values = gpuModels.flatMap((model) => checkKinds.map((kind) => referenceFor(model, kind)?.value ?? 1));
    expect(Math.min(...values)).toBeGreaterThan(0);
  });
});

const gap = (given: Partial<Gap> = {}): Gap => ({
  kind: 'fp32_throughput',
  ratio: 0.5,
  expectedRatio: 0.7,
  model: rtx4090,
  gpuKind: 'discrete',
  conditions: null,
  powerLimitWatts: null,
  pcieGeneration: null,
  pcieLanes: null,
  vramUsedBytes: null,
  throttleRatio: null,
  ...given,
});

const conditions = { coreClockMhz: null, memoryClockMhz: null, temperatureCelsius: null, powerWatts: null };

describe('the reasons of a gap', () => {
  it('are none where there is no gap', () => {
    expect(gapReasonsFor(gap({ ratio: 0.7, throttleRatio: 0.5 }))).toEqual([]);
    expect(gapReasonsFor(gap({ ratio: null }))).toEqual([]);
  });

  it('end with the driver, which nobody can rule out', () => expect(gapReasonsFor(gap())).toEqual(['driver']));

  it('are the processor’s alone for a software adapter', () =>
    expect(gapReasonsFor(gap({ gpuKind: 'software', throttleRatio: 0.5 }))).toEqual(['software_adapter']));

  it('name heat by the fall of the clocks or by the thermometer', () => {
    expect(gapReasonsFor(gap({ throttleRatio: 0.94 }))).toEqual(['thermal', 'driver']);
    expect(gapReasonsFor(gap({ conditions: { ...conditions, temperatureCelsius: 83 } }))).toEqual([
      'thermal',
      'driver',
    ]);
    expect(gapReasonsFor(gap({ throttleRatio: 0.95, conditions: { ...conditions, temperatureCelsius: 82 } }))).toEqual([
      'driver',
    ]);
  });

  it('name a power limit that is more than a twentieth below the model’s', () => {
    expect(gapReasonsFor(gap({ powerLimitWatts: 300 }))).toEqual(['power_limit', 'driver']);
    expect(gapReasonsFor(gap({ powerLimitWatts: 430 }))).toEqual(['driver']);
  });

  it('do not compare a Radeon chip’s limit with its board’s', () =>
    expect(gapReasonsFor(gap({ model: rx7900xtx, powerLimitWatts: 303 }))).toEqual(['dual_issue', 'driver']));

  it('name a narrow or old link for transfers only', () => {
    expect(gapReasonsFor(gap({ kind: 'host_to_device', pcieLanes: 4 }))).toEqual(['pcie_lanes', 'driver']);
    expect(gapReasonsFor(gap({ kind: 'device_to_host', pcieGeneration: 3 }))).toEqual(['pcie_lanes', 'driver']);
    expect(gapReasonsFor(gap({ kind: 'device_to_host', pcieGeneration: 4, pcieLanes: 16 }))).toEqual(['driver']);
    expect(gapReasonsFor(gap({ pcieLanes: 4 }))).toEqual(['driver']);
  });

  it('name a memory that runs below its data rate', () => {
    const slow = { ...conditions, memoryClockMhz: 5_001 };
    expect(gapReasonsFor(gap({ kind: 'memory_bandwidth', conditions: slow }))).toEqual(['memory_clock', 'driver']);
    expect(gapReasonsFor(gap({ kind: 'fp32_throughput', conditions: slow }))).toEqual(['driver']);
    const full = { ...conditions, memoryClockMhz: 10_501 };
    expect(gapReasonsFor(gap({ kind: 'random_read', conditions: full }))).toEqual(['driver']);
  });

  it('name the programs that hold the card’s memory', () =>
    expect(gapReasonsFor(gap({ vramUsedBytes: 6 * 2 ** 30 }))).toEqual(['in_use', 'driver']));

  it('put the likeliest first', () =>
    expect(gapReasonsFor(gap({ throttleRatio: 0.8, powerLimitWatts: 300, vramUsedBytes: 2 ** 31 }))).toEqual([
      'thermal',
      'power_limit',
      'in_use',
      'driver',
    ]));

  it('guess little about a card that is not listed', () =>
    expect(gapReasonsFor(gap({ model: null, powerLimitWatts: 100, pcieLanes: 1 }))).toEqual(['driver']));
});
