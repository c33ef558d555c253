import { describe, expect, it } from 'vitest';
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { type GpuSighting, sightingOf } from '../sighting.ts';
import { mergeGpus } from './merge.ts';

const gibibyte = 2 ** 30;
const rtx3090 = 'NVIDIA GeForce RTX 3090';

const smi = (said: Partial<GpuSighting> = {}): GpuSighting =>
  sightingOf({
    source: 'nvidia-smi-xml',
    name: rtx3090,
    vendor: 'nvidia',
    kind: 'discrete',
    vramBytes: 24 * gibibyte,
    pciAddress: '0000:01:00.0',
    ...said,
  });

/** As listed where the driver says what is behind the adapter. */
const at = (pciAddress: string | null, given: Partial<DawnAdapter> = {}): DawnAdapter => ({
  name: rtx3090,
  vendor: 'nvidia',
  architecture: 'ampere',
  device: '',
  description: 'NVIDIA: 590.48.01',
  backend: 'vulkan',
  isFallback: false,
  subgroupSize: 32,
  selector: pciAddress === null ? null : `pci:${pciAddress}`,
  vulkan: pciAddress === null ? null : { pciAddress, uuid: null, pciId: '10de:2204', heapBytes: 24 * gibibyte },
  ...given,
});

const equip = (gpus: readonly GpuSighting[], ...adapters: readonly DawnAdapter[]) =>
  mergeGpus({ seen: [{ gpus, displays: [] }], adapters, failedVendors: [], lostAddresses: [] }).gpus;

describe('giving cards their adapters', () => {
  it('goes by the place that the driver names, so that twins are told apart', () =>
    expect(equip([smi(), smi({ pciAddress: '0000:02:00.0' })], at('0000:02:00.0'), at('0000:01:00.0'))).toMatchObject([
      { id: '0000:01:00.0', adapterName: rtx3090, selector: 'pci:0000:01:00.0', unusable: null },
      { id: '0000:02:00.0', adapterName: rtx3090, selector: 'pci:0000:02:00.0', unusable: null },
    ]));

  it('finds a twin that the driver does not list without an adapter', () =>
    expect(equip([smi(), smi({ pciAddress: '0000:02:00.0' })], at('0000:02:00.0', { selector: null }))).toMatchObject([
      { id: '0000:01:00.0', adapterName: null, unusable: 'no_adapter' },
      { id: '0000:02:00.0', adapterName: rtx3090, selector: null, unusable: null },
    ]));

  it('adds a card that only the driver knows, with its place and its memory', () =>
    expect(equip([], at('0000:01:00.0'))).toMatchObject([
      {
        id: '0000:01:00.0',
        vramBytes: { value: 24 * gibibyte, source: 'vulkan' },
        pciId: { value: '10de:2204', source: 'vulkan' },
        selector: 'pci:0000:01:00.0',
      },
    ]));

  it('gives a card of another place nothing, however alike', () =>
    expect(equip([smi()], at('0000:02:00.0'))).toMatchObject([
      { id: '0000:01:00.0', unusable: 'no_adapter' },
      { id: '0000:02:00.0', unusable: null },
    ]));

  it('joins a card of no place by its name, and takes the place from the driver', () =>
    expect(equip([smi({ pciAddress: null })], at('0000:01:00.0'))).toMatchObject([
      { id: '0000:01:00.0', pciAddress: { value: '0000:01:00.0', source: 'vulkan' }, unusable: null },
    ]));

  it('goes by the UUID where the driver names no place', () => {
    const uuid = 'GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124';
    const vulkan = { pciAddress: null, uuid: 'f6e826dcc9d7ac586d5d9048c9e1c124', pciId: null, heapBytes: null };
    const twin = { ...vulkan, uuid: 'aaaa26dcc9d7ac586d5d9048c9e1c124' };
    expect(
      equip(
        [smi({ uuid }), smi({ pciAddress: '0000:02:00.0' })],
        at(null, { vulkan: twin, selector: 'uuid:aaaa' }),
        at(null, { vulkan, selector: 'uuid:f6e8' }),
      ),
    ).toMatchObject([{ selector: 'uuid:f6e8' }, { id: '0000:02:00.0', selector: 'uuid:aaaa' }]);
  });

  it('counts a card once that Direct3D lists too, without its place', () =>
    expect(equip([smi()], at(null, { backend: 'd3d12' }), at('0000:01:00.0'))).toMatchObject([
      { id: '0000:01:00.0', adapterName: rtx3090, unusable: null },
    ]));

  it('takes the heap of the driver only for memory of its own', () => {
    const vulkan = { pciAddress: '0000:00:02.0', uuid: null, pciId: null, heapBytes: 24 * gibibyte };
    const [uhd] = equip([], at(null, { name: 'Intel(R) UHD Graphics 770', vendor: 'intel', subgroupSize: 16, vulkan }));
    expect(uhd).toMatchObject({ kind: 'integrated', vramBytes: { value: null }, unusable: null });
  });

  it('finds the impostor that bears a name and does not compute like it, and gives its card nothing', () => {
    const h100 = 'NVIDIA H100 80GB HBM3';
    const spoof = at(null, { name: h100, subgroupSize: 8 });
    expect(equip([], spoof)).toMatchObject([
      {
        kind: 'software',
        unusable: 'impostor',
        adapterName: null,
        model: null,
        vendor: { value: 'nvidia', conflicts: [{ value: 'other', source: 'dawn' }] },
      },
    ]);
    expect(equip([smi({ name: h100 })], spoof)).toMatchObject([
      { id: '0000:01:00.0', unusable: 'no_adapter' },
      { id: h100, unusable: 'impostor' },
    ]);
  });

  it('does not select by a name that an impostor would answer to', () => {
    const spoof = at(null, { subgroupSize: 4 });
    expect(equip([smi()], spoof, at('0000:01:00.0', { selector: null }))[0]).toMatchObject({
      adapterName: null,
      unusable: 'not_separable',
    });
    expect(equip([smi()], spoof, at('0000:01:00.0'))[0]).toMatchObject({ adapterName: rtx3090, unusable: null });
  });
});
