/** Holds the facts of resources/gpu-catalogue against their schema, and against each other. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gpuModels } from './catalogue.ts';
import { type Architecture, type GpuModel, gpuModelSchema } from './catalogue-schema.ts';
import { classOfGpu, deviceClasses } from './device-class.ts';

const duplicatesIn = (values: readonly string[]): string[] => values.filter((value, i) => values.indexOf(value) !== i);

/** Multiply-adds in fp32, and additions of integers, of one unit in one clock. Apple publishes neither. */
const lanes: Partial<Readonly<Record<Architecture, readonly [fp32: number, int32: number]>>> = {
  'pascal-gp100': [64, 64],
  pascal: [128, 128],
  volta: [64, 64],
  turing: [64, 64],
  'ampere-ga100': [64, 64],
  ampere: [128, 64],
  ada: [128, 64],
  hopper: [128, 64],
  'blackwell-gb100': [128, 64],
  blackwell: [128, 128],
  rdna2: [64, 64],
  rdna3: [128, 64],
  'rdna3.5': [128, 64],
  rdna4: [128, 64],
  cdna: [64, 64],
  cdna2: [64, 64],
  cdna3: [128, 64],
  cdna4: [128, 64],
  alchemist: [128, 128],
  battlemage: [128, 128],
  'ponte-vecchio': [128, 128],
};

/** Data rate of one pin, in gigabits a second, of what has been sold. */
const pinGbits: Readonly<Record<NonNullable<GpuModel['memoryType']>, readonly [least: number, most: number]>> = {
  GDDR5: [6, 9],
  GDDR5X: [10, 12],
  GDDR6: [10, 20],
  GDDR6X: [19, 23],
  GDDR7: [18, 32],
  HBM2: [1.4, 2.5],
  HBM2e: [2.4, 3.6],
  HBM3: [4.8, 6.4],
  HBM3e: [5.8, 9.6],
  LPDDR4X: [3.7, 4.3],
  LPDDR5: [5.5, 6.4],
  LPDDR5X: [7.5, 9.6],
};

const isWithin = (value: number, expected: number, share: number): boolean =>
  Math.abs(value - expected) <= expected * share;

describe('the facts of the GPU catalogue', () => {
  it('have the shape of the schema, every number positive and every model with its source', () => {
    expect(z.array(gpuModelSchema).safeParse(gpuModels).error?.issues ?? []).toEqual([]);
  });

  it('cover every maker', () => {
    const counts = Map.groupBy(gpuModels, ({ vendor }) => vendor);
    expect(gpuModels.length).toBeGreaterThanOrEqual(130);
    expect(counts.get('nvidia')?.length).toBeGreaterThanOrEqual(100);
    expect(counts.get('amd')?.length).toBeGreaterThanOrEqual(40);
    expect(counts.get('intel')?.length).toBeGreaterThanOrEqual(15);
    expect(counts.get('apple')?.length).toBeGreaterThanOrEqual(15);
  });

  it('cover every class of the network', () => {
    const covered = new Set(gpuModels.map((model) => classOfGpu(model).name));
    const classes = deviceClasses.filter(({ pool }) => pool !== 'localnet').map(({ name }) => name);
    expect(classes.filter((name) => !covered.has(name))).toEqual([]);
  });

  it('name no model twice', () => {
    expect(duplicatesIn(gpuModels.map(({ id }) => id))).toEqual([]);
    const names = gpuModels.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(duplicatesIn(names.map((name) => name.toLowerCase()))).toEqual([]);
  });

  it('begin each id with its maker', () => {
    expect(gpuModels.filter(({ id, vendor }) => !id.startsWith(`${vendor}-`))).toEqual([]);
  });

  it('give several sizes of memory or one, never both', () => {
    const wrong = gpuModels.filter(({ vramBytes, vramVariants }) =>
      vramBytes === null ? vramVariants.length === 1 : vramVariants.length > 0,
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
    const unsorted = gpuModels.filter(({ vramVariants }) =>
      vramVariants.some((size, i) => size <= (vramVariants[i - 1] ?? 0)),
    );
    expect(unsorted.map(({ id }) => id)).toEqual([]);
  });

  it('know the memory of every card that has its own', () => {
    const own = gpuModels.filter(({ kind }) => kind === 'discrete');
    expect(own.filter(({ vramBytes, vramVariants }) => vramBytes === null && vramVariants.length === 0)).toEqual([]);
    expect(own.filter(({ pciIds }) => pciIds.length === 0)).toEqual([]);
  });

  it('agree on fp32, clock and units', () => {
    const wrong = gpuModels.filter(({ architecture, fp32Gflops, boostClockMhz, computeUnits }) => {
      const lane = lanes[architecture];
      if (!lane || fp32Gflops === null || boostClockMhz === null || computeUnits === null) return false;
      return !isWithin(fp32Gflops, (2 * lane[0] * computeUnits * boostClockMhz) / 1000, 0.15);
    });
    expect(wrong.map(({ id, fp32Gflops }) => ({ id, fp32Gflops }))).toEqual([]);
  });

  it('agree on int32, clock and units', () => {
    const wrong = gpuModels.filter(({ architecture, int32Gops, boostClockMhz, computeUnits }) => {
      const lane = lanes[architecture];
      if (!lane || int32Gops === null || boostClockMhz === null || computeUnits === null) return false;
      return !isWithin(int32Gops, (lane[1] * computeUnits * boostClockMhz) / 1000, 0.15);
    });
    expect(wrong.map(({ id, int32Gops }) => ({ id, int32Gops }))).toEqual([]);
  });

  it('agree on bandwidth, bus and memory', () => {
    const wrong = gpuModels.filter(({ memoryType, busBits, bandwidthGBPerS }) => {
      if (memoryType === null || busBits === null || bandwidthGBPerS === null) return false;
      const gbits = (8 * bandwidthGBPerS) / busBits;
      const [least, most] = pinGbits[memoryType];
      return gbits < least || gbits > most;
    });
    expect(wrong.map(({ id, bandwidthGBPerS }) => ({ id, bandwidthGBPerS }))).toEqual([]);
  });

  it('promise more of matrix units than of the others, and of bytes no less than of halves', () => {
    const wrong = gpuModels.filter(({ fp32Gflops, tensorFp16Gflops, tensorInt8Gops }) => {
      const halves = tensorFp16Gflops ?? 0;
      return (halves > 0 && halves < (fp32Gflops ?? 0)) || (tensorInt8Gops !== null && tensorInt8Gops < halves);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it.each([
    // what the makers print in their data sheets, to three figures
    ['nvidia-v100-sxm2-16gb', 'tensorFp16Gflops', 125_000],
    ['nvidia-t4', 'tensorInt8Gops', 130_000],
    ['nvidia-t4', 'fp32Gflops', 8_100],
    ['nvidia-a100-sxm4-80gb', 'fp32Gflops', 19_500],
    ['nvidia-a100-sxm4-80gb', 'fp16Gflops', 78_000],
    ['nvidia-a100-sxm4-80gb', 'tensorFp16Gflops', 312_000],
    ['nvidia-a100-sxm4-80gb', 'tensorInt8Gops', 624_000],
    ['nvidia-h100-sxm', 'fp32Gflops', 67_000],
    ['nvidia-h100-pcie', 'fp32Gflops', 51_000],
    ['nvidia-l4', 'tensorInt8Gops', 242_000],
    ['nvidia-l40s', 'fp32Gflops', 91_600],
    ['nvidia-rtx-3090', 'fp32Gflops', 35_600],
    ['nvidia-rtx-4090', 'fp32Gflops', 82_600],
    ['nvidia-rtx-4090', 'tensorFp16Gflops', 330_300],
    ['nvidia-rtx-5090', 'fp32Gflops', 104_800],
    ['nvidia-rtx-5090', 'tensorInt8Gops', 838_000],
    ['amd-rx-6800-xt', 'fp32Gflops', 20_740],
    ['amd-rx-7900-xtx', 'fp32Gflops', 61_400],
    ['amd-rx-9070-xt', 'fp32Gflops', 48_700],
    ['amd-rx-9070-xt', 'tensorInt8Gops', 389_000],
    ['amd-mi100', 'tensorFp16Gflops', 184_600],
    ['amd-mi300x', 'fp32Gflops', 163_400],
    ['amd-mi300x', 'tensorFp16Gflops', 1_307_400],
    ['amd-mi355x', 'fp32Gflops', 157_300],
    ['intel-data-center-gpu-max-1550', 'fp32Gflops', 52_400],
  ] as const)('hold %s.%s to be %d', (id, field, printed) => {
    expect(isWithin(gpuModels.find((model) => model.id === id)?.[field] ?? 0, printed, 0.01)).toBe(true);
  });
});
