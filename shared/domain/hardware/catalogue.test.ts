import { describe, expect, it } from 'vitest';
import { gpuModels, modelOf, modelOfName, modelOfPciId } from './catalogue.ts';

describe('the GPU catalogue', () => {
  it.each([
    ['10de:2684', 'nvidia-rtx-4090'],
    ['10DE:1EB8', 'nvidia-t4'],
    ['10de:27b0', 'nvidia-rtx-4000-sff-ada'],
    ['10de:2bb4', 'nvidia-rtx-pro-6000-blackwell-max-q'],
    ['10de:2330', 'nvidia-h100-sxm'],
    ['1002:740f', 'amd-mi210'],
    ['8086:0bda', 'intel-data-center-gpu-max-1100'],
  ])('finds %s', (pciId, id) => expect(modelOfPciId(pciId)?.id).toBe(id));

  it.each(['10de:0000', '1002:2684', '', '2684'])('knows no model of %j', (pciId) =>
    expect(modelOfPciId(pciId)).toBeNull(),
  );

  it.each([
    ['NVIDIA GeForce RTX 4090', 'nvidia-rtx-4090'],
    ['GeForce RTX 3090', 'nvidia-rtx-3090'],
    ['Tesla T4', 'nvidia-t4'],
    ['NVIDIA RTX 4000 SFF Ada Generation', 'nvidia-rtx-4000-sff-ada'],
    ['NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition', 'nvidia-rtx-pro-6000-blackwell-max-q'],
    ['NVIDIA H100 80GB HBM3', 'nvidia-h100-sxm'],
    ['AMD Instinct MI210', 'amd-mi210'],
    ['AMD Radeon RX 7900 XTX (RADV NAVI31)', 'amd-rx-7900-xtx'],
    ['AMD Radeon(TM) 780M', 'amd-radeon-780m'],
    ['Intel(R) Arc(tm) A770 Graphics (DG2)', 'intel-arc-a770'],
    ['Intel(R) Data Center GPU Max 1100', 'intel-data-center-gpu-max-1100'],
    ['Apple M3 Max', 'apple-m3-max'],
  ])('finds “%s”', (name, id) => expect(modelOfName(name)?.id).toBe(id));

  it.each([
    'NVIDIA GeForce RTX 3080 with Max-Q Design',
    'NVIDIA GeForce RTX 2080 SUPER with Max-Q Design',
    'NVIDIA RTX 5000 Ada Generation Laptop GPU',
    'NVIDIA A100-SXM4-40GB MIG 1g.5gb',
    'GRID T4-16Q',
    'NVIDIA GeForce RTX 4090 48GB',
    'AMD Radeon Graphics (RADV PHOENIX)',
    'Intel(R) Graphics [0x020a]',
    `NVIDIA GeForce RTX 4090${' '.repeat(200)}`,
    'Graphics Device',
    'Apple',
    '(R)',
    '',
  ])('takes “%s” for no listed model', (name) => expect(modelOfName(name)).toBeNull());

  it('tells a laptop’s card from the desktop’s', () => {
    expect(modelOfName('NVIDIA GeForce RTX 4090 Laptop GPU')?.id).toBe('nvidia-rtx-4090-laptop-gpu');
    expect(modelOfPciId('10de:2717')?.id).toBe('nvidia-rtx-4090-laptop-gpu');
  });

  it('takes sizes of memory under one name for one model', () => {
    const model = modelOfPciId('10de:2805');
    expect(model).toBe(modelOfPciId('10de:2803'));
    expect(model).toMatchObject({ vramBytes: null, vramVariants: [8 * 2 ** 30, 16 * 2 ** 30] });
  });

  it('lets a name choose only among the models that share an id', () => {
    expect(modelOfPciId('1002:744c')).toBeNull();
    expect(modelOf({ pciId: '1002:744c', name: null })).toBeNull();
    expect(modelOf({ pciId: '1002:744c', name: 'AMD Radeon RX 7900 XT' })?.id).toBe('amd-rx-7900-xt');
    expect(modelOf({ pciId: '1002:744c', name: 'NVIDIA GeForce RTX 4090' })).toBeNull();
    expect(modelOf({ pciId: '1002:744C', name: 'Radeon RX 7900 XT/7900 XTX' })).toBeNull();
  });

  it('believes an id before a name, and a name where there is no id', () => {
    expect(modelOf({ pciId: '10de:1c82', name: 'NVIDIA GeForce RTX 4090' })?.id).toBe('nvidia-gtx-1050-ti');
    expect(modelOf({ pciId: '10de:11c0', name: 'NVIDIA GeForce RTX 4090' })).toBeNull();
    expect(modelOf({ pciId: null, name: 'Apple M1' })?.id).toBe('apple-m1');
    expect(modelOf({ pciId: null, name: null })).toBeNull();
  });

  it('finds every model by every name that it has', () => {
    for (const model of gpuModels)
      for (const name of [model.name, ...model.aliases]) expect(modelOfName(name)).toBe(model);
  });
});
