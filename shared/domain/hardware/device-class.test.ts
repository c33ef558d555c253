import { describe, expect, it } from 'vitest';
import {
  type ClaimedGpu,
  classOfGpu,
  cpuClass,
  deviceClasses,
  softwareGpuClass,
  unlistedClass,
} from './device-class.ts';

const gibibyte = 2 ** 30;

const claim = (name: string | null, given: Partial<ClaimedGpu> = {}): ClaimedGpu => ({
  name,
  vramBytes: null,
  kind: 'discrete',
  ...given,
});

describe('device classes', () => {
  it.each([
    ['NVIDIA B200', 'b200', 30_000],
    ['NVIDIA H200', 'h200', 12_000],
    ['NVIDIA H100 80GB HBM3', 'h100', 10_000],
    ['NVIDIA H100 PCIe', 'h100', 10_000],
    ['NVIDIA A100-SXM4-80GB', 'a100-80gb', 5_000],
    ['NVIDIA A100 80GB PCIe', 'a100-80gb', 5_000],
    ['NVIDIA A100-SXM4-40GB', 'a100-40gb', 2_000],
    ['A100-PCIE-40GB', 'a100-40gb', 2_000],
    ['NVIDIA L40S', 'l40s', 3_000],
    ['NVIDIA GeForce RTX 4090', 'rtx-4090', 1_250],
    ['NVIDIA GeForce RTX 4090 D', 'rtx-4090', 1_250],
    ['NVIDIA RTX 6000 Ada Generation', 'rtx-6000-ada', 4_500],
    ['NVIDIA RTX 4000 SFF Ada Generation', 'rtx-4000-sff-ada', 1_000],
    ['NVIDIA RTX A6000', 'rtx-a6000', 2_000],
    ['GeForce RTX 3090', 'rtx-3090', 1_750],
    ['NVIDIA GeForce RTX 3060 Ti', 'rtx-3060-ti', 750],
    ['Quadro RTX 5000', 'rtx-5000', 1_500],
    ['Quadro RTX 4000', 'rtx-4000', 750],
    ['Tesla V100-SXM2-16GB', 'v100', 750],
    ['Tesla T4', 't4', 500],
    ['NVIDIA L4', 'l4', 250],
    ['Apple M3 Max', 'm3-max', 1_500],
    ['Apple M4', 'm4', 1_000],
  ])('puts %s into %s', (name, className, weightMilli) =>
    expect(classOfGpu(claim(name))).toMatchObject({ name: className, weightMilli }),
  );

  it.each([
    'NVIDIA GeForce RTX 4090 Laptop GPU',
    'NVIDIA GeForce RTX 3080 with Max-Q Design',
    'NVIDIA RTX 5000 Ada Generation Laptop GPU',
    'NVIDIA GeForce RTX 4080 SUPER',
    'NVIDIA GeForce RTX 5090',
    'NVIDIA GeForce GTX 1080 Ti',
    'NVIDIA A100-SXM4-40GB MIG 1g.5gb',
    'NVIDIA A40-8Q',
    'GRID T4-16Q',
    'NVIDIA GH200 480GB',
    'Apple M1',
    'AMD Radeon RX 7900 XTX',
    '',
  ])('leaves %j unlisted and without weight', (name) => expect(classOfGpu(claim(name))).toEqual(unlistedClass));

  it('believes no A100 whose memory contradicts its name', () => {
    expect(classOfGpu(claim('NVIDIA A100-SXM4-80GB', { vramBytes: 80 * gibibyte })).name).toBe('a100-80gb');
    expect(classOfGpu(claim('NVIDIA A100-SXM4-40GB', { vramBytes: 40_536 * 2 ** 20 })).name).toBe('a100-40gb');
    expect(classOfGpu(claim('NVIDIA A100-SXM4-80GB', { vramBytes: 40 * gibibyte }))).toEqual(unlistedClass);
    expect(classOfGpu(claim('NVIDIA A100-SXM4-40GB', { vramBytes: 9_728 * 2 ** 20 }))).toEqual(unlistedClass);
  });

  it('goes by what the GPU is before what it is called', () => {
    expect(classOfGpu(claim('NVIDIA H100 PCIe', { kind: 'software' }))).toEqual(softwareGpuClass);
    expect(classOfGpu(claim('NVIDIA H100 PCIe', { kind: 'virtual' }))).toEqual(unlistedClass);
    expect(classOfGpu(claim(null))).toEqual(unlistedClass);
  });

  it('has one weight per name, and keeps the classes of Localnet to Localnet', () => {
    expect(new Set(deviceClasses.map(({ name }) => name)).size).toBe(deviceClasses.length);
    expect(deviceClasses.every(({ weightMilli }) => weightMilli > 0)).toBe(true);
    expect(deviceClasses.filter(({ pool }) => pool === 'localnet')).toEqual([softwareGpuClass, cpuClass]);
  });
});
