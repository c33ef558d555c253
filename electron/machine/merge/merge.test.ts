import { describe, expect, it } from 'vitest';
import type { Display } from '../../../shared/contract/app/machine.ts';
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseSmiReport } from '../nvidia-smi/parse-report.ts';
import { type GpuSighting, sightingOf } from '../sighting.ts';
import { mergeGpus, type Testimony } from './merge.ts';

const smi = (given: Partial<GpuSighting>): GpuSighting =>
  sightingOf({
    source: 'nvidia-smi-xml',
    name: 'NVIDIA GeForce RTX 3090',
    vendor: 'nvidia',
    kind: 'discrete',
    vramBytes: 24 * 2 ** 30,
    driver: '590.48.01',
    pciAddress: '0000:01:00.0',
    powerLimitWatts: 350,
    ...given,
  });

const listed = (given: Partial<GpuSighting>): GpuSighting =>
  sightingOf({
    source: 'systeminformation',
    name: 'GeForce RTX 3090',
    vendor: 'nvidia',
    kind: 'discrete',
    pciAddress: '0000:01:00.0',
    ...given,
  });

const adapter = (name: string, given: Partial<DawnAdapter> = {}): DawnAdapter => ({
  name,
  vendor: 'nvidia',
  architecture: '',
  device: '',
  description: '',
  backend: 'vulkan',
  isFallback: false,
  subgroupSize: null,
  selector: null,
  vulkan: null,
  ...given,
});

const rtx3090 = 'NVIDIA GeForce RTX 3090';
const swiftShader = adapter('SwiftShader Device (Subzero)', { vendor: 'google', architecture: 'swiftshader' });

const testify = (
  lists: readonly (readonly GpuSighting[])[],
  given: Partial<Testimony> & { displays?: readonly Display[] } = {},
) =>
  mergeGpus({
    seen: [...lists.map((gpus) => ({ gpus, displays: [] })), { gpus: [], displays: given.displays ?? [] }],
    adapters: [],
    failedVendors: [],
    lostAddresses: [],
    ...given,
  });

const merge = (lists: readonly (readonly GpuSighting[])[], ...adapters: readonly DawnAdapter[]) =>
  testify(lists, { adapters }).gpus;

describe('merging what the sources saw', () => {
  it('makes one GPU of three sightings of one card, each fact with its source', () => {
    const gpus = merge(
      [
        parseSmiReport(readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml')),
        [listed({ name: 'Tesla T4', pciAddress: null, driver: '512.78', vramBytes: 15_288 * 2 ** 20 })],
      ],
      adapter('Tesla T4', { description: 'NVIDIA: 512.78' }),
    );
    expect(gpus).toEqual([
      {
        id: '0000:01:00.0',
        name: { value: 'Tesla T4', source: 'nvidia-smi-xml', conflicts: [] },
        vendor: { value: 'nvidia', source: 'nvidia-smi-xml', conflicts: [] },
        kind: 'discrete',
        vramBytes: { value: 15_360 * 2 ** 20, source: 'nvidia-smi-xml', conflicts: [] },
        driver: { value: '512.78', source: 'nvidia-smi-xml', conflicts: [] },
        pciAddress: { value: '0000:01:00.0', source: 'nvidia-smi-xml', conflicts: [] },
        uuid: { value: 'GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124', source: 'nvidia-smi-xml', conflicts: [] },
        pciId: { value: '10de:1eb8', source: 'nvidia-smi-xml', conflicts: [] },
        powerLimitWatts: { value: 70, source: 'nvidia-smi-xml', conflicts: [] },
        mig: null,
        model: 'nvidia-t4',
        adapterName: 'Tesla T4',
        selector: null,
        unusable: null,
      },
    ]);
  });

  it('keeps what a second source says otherwise', () => {
    const [gpu] = merge(
      [[smi({})], [listed({ name: 'GeForce GTX 1050', vramBytes: 4 * 2 ** 30 })]],
      adapter(rtx3090, { description: 'NVIDIA: 550.54.14' }),
    );
    expect(gpu?.name.conflicts).toEqual([{ value: 'GeForce GTX 1050', source: 'systeminformation' }]);
    expect(gpu?.vramBytes).toMatchObject({
      value: 24 * 2 ** 30,
      conflicts: [{ value: 4 * 2 ** 30, source: 'systeminformation' }],
    });
    expect(gpu?.driver.conflicts).toEqual([{ value: '550.54.14', source: 'dawn' }]);
  });

  it('takes a fact from the next source when the best one is silent', () => {
    const [gpu] = merge([[smi({ name: null, vramBytes: null })], [listed({})]]);
    expect(gpu?.name).toMatchObject({ value: 'GeForce RTX 3090', source: 'systeminformation' });
    expect(gpu?.vramBytes).toEqual({ value: null, source: null, conflicts: [] });
  });

  it('keeps cards in two slots apart, however alike, and says that Dawn cannot tell them apart', () => {
    const gpus = merge(
      [
        [smi({}), smi({ pciAddress: '0000:02:00.0' })],
        [listed({ pciAddress: null }), listed({ pciAddress: null })],
      ],
      adapter(rtx3090),
      adapter(rtx3090),
    );
    expect(gpus).toMatchObject([
      { id: '0000:01:00.0', adapterName: null, unusable: 'not_separable' },
      { id: '0000:02:00.0', adapterName: null, unusable: 'not_separable' },
    ]);
  });

  it('finds two cards of one name inseparable even where Dawn lists the name once', () => {
    const gpus = merge([[smi({}), smi({ pciAddress: '0000:02:00.0' })]], adapter(rtx3090));
    expect(gpus.map(({ unusable }) => unusable)).toEqual(['not_separable', 'not_separable']);
  });

  it('counts an adapter once that two backends list', () => {
    const adapters = [adapter(rtx3090, { backend: 'd3d12' }), adapter(rtx3090)];
    expect(merge([[smi({})]], ...adapters)).toMatchObject([{ adapterName: rtx3090, unusable: null }]);
    expect(merge([], ...adapters)).toMatchObject([{ id: rtx3090, adapterName: rtx3090 }]);
  });

  it('numbers alike cards that only Dawn sees', () => {
    expect(merge([], adapter(rtx3090), adapter(rtx3090))).toMatchObject([
      { id: rtx3090, unusable: 'not_separable' },
      { id: `${rtx3090} #2`, unusable: 'not_separable' },
    ]);
  });

  it('refuses a name that Dawn would give another card for', () => {
    const cards = [
      smi({ name: 'NVIDIA GeForce RTX 4070' }),
      smi({ name: 'NVIDIA GeForce RTX 4070 Ti', pciAddress: '0000:02:00.0' }),
    ];
    const adapters = [adapter('NVIDIA GeForce RTX 4070 Ti'), adapter('NVIDIA GeForce RTX 4070')];
    expect(merge([cards], ...adapters).map(({ unusable }) => unusable)).toEqual(['not_separable', null]);
    expect(merge([cards], ...adapters.toReversed()).map(({ unusable }) => unusable)).toEqual([null, null]);
  });

  it('says why a card has no adapter', () => {
    expect(merge([[smi({})]])[0]?.unusable).toBe('no_adapter');
    expect(testify([[listed({})]], { failedVendors: ['nvidia'] }).gpus[0]?.unusable).toBe('tool_error');
    const intel = listed({ name: 'UHD Graphics 630', vendor: 'intel' });
    expect(testify([[intel]], { failedVendors: ['nvidia'] }).gpus[0]?.unusable).toBe('no_adapter');
  });

  it('lists a software adapter as a GPU of its own and never gives it to a card', () => {
    const gpus = merge([[smi({})]], swiftShader);
    expect(gpus).toMatchObject([
      { id: '0000:01:00.0', adapterName: null, unusable: 'no_adapter' },
      {
        id: 'SwiftShader Device (Subzero)',
        kind: 'software',
        adapterName: 'SwiftShader Device (Subzero)',
        unusable: null,
        vendor: { value: 'google', source: 'dawn' },
        vramBytes: { value: null, source: null },
      },
    ]);
  });

  it('joins the one card and the one adapter of a vendor that the system lists by its chip', () => {
    const chip = listed({ name: 'Phoenix1', vendor: 'amd', pciAddress: '0000:c5:00.0' });
    const radeon = adapter('AMD Radeon 780M (RADV PHOENIX)', { vendor: 'amd' });
    expect(merge([[chip]], radeon)).toMatchObject([
      {
        id: '0000:c5:00.0',
        name: {
          value: 'AMD Radeon 780M (RADV PHOENIX)',
          conflicts: [{ value: 'Phoenix1', source: 'systeminformation' }],
        },
        kind: 'integrated',
        unusable: null,
      },
    ]);
  });

  it('never joins a card of a clear name with an adapter of another', () => {
    const gpus = merge([[smi({})]], adapter('NVIDIA GeForce GTX 1080'));
    expect(gpus.map(({ id, unusable }) => [id, unusable])).toEqual([
      ['0000:01:00.0', 'no_adapter'],
      ['NVIDIA GeForce GTX 1080', null],
    ]);
  });

  it('knows no card by a UUID that two cards carry', () => {
    const uuid = 'GPU-12345678-aaaa-bbbb-cccc-0123456789ab';
    const gpus = merge([[smi({ uuid, pciAddress: null }), smi({ uuid, pciAddress: null })]]);
    expect(gpus.map((gpu) => [gpu.id, gpu.uuid.value])).toEqual([
      [rtx3090, null],
      [`${rtx3090} #2`, null],
    ]);
  });

  it('finds nothing where there is nothing', () => expect(merge([])).toEqual([]));
});

describe('what keeps a GPU from taking part', () => {
  it('is what its own tool says of it, before anything else', () => {
    const states = (['lost', 'mig_mode', 'paravirtual'] as const).map(
      (unusable) => merge([[smi({ unusable })]], adapter(rtx3090))[0]?.unusable,
    );
    expect(states).toEqual(['lost', 'mig_mode', 'paravirtual']);
  });

  it('is its silence on the bus, whatever a list still says', () =>
    expect(
      testify([[smi({}), smi({ pciAddress: '0000:02:00.0' })]], {
        adapters: [adapter(rtx3090)],
        lostAddresses: ['0000:02:00.0'],
      }).gpus.map(({ unusable }) => unusable),
    ).toEqual(['not_separable', 'lost']));

  it('is not that nobody asked for adapters: a recording says nothing of them', () => {
    const recorded = { adapters: null };
    expect(testify([[smi({})]], recorded).gpus[0]?.unusable).toBeNull();
    expect(testify([[smi({}), smi({ pciAddress: '0000:02:00.0' })]], recorded).gpus[1]?.unusable).toBeNull();
    expect(testify([[listed({})]], { ...recorded, failedVendors: ['nvidia'] }).gpus[0]?.unusable).toBe('tool_error');
  });
});

describe('facts that differ', () => {
  const radeon = sightingOf({
    source: 'rocm-smi',
    name: 'AMD Radeon RX 6700 XT',
    vendor: 'amd',
    kind: 'discrete',
    driver: '6.8.0',
    vramBytes: 12_272 * 2 ** 20,
    powerLimitWatts: 186,
    pciAddress: '0000:03:00.0',
  });

  it('are no contradiction where two parts of a driver have numbers of their own', () =>
    expect(
      merge(
        [[radeon]],
        adapter('AMD Radeon RX 6700 XT (RADV NAVI22)', { vendor: 'amd', description: 'Mesa 25.0.7' }),
      )[0]?.driver,
    ).toEqual({ value: '6.8.0', source: 'rocm-smi', conflicts: [] }));

  it('are none where tools round, or leave out what the driver keeps', () => {
    const vulkan = { pciAddress: '0000:03:00.0', uuid: null, pciId: null, heapBytes: 12_016 * 2 ** 20 };
    const other = sightingOf({ ...radeon, source: 'amd-smi-static', driver: null, powerLimitWatts: 186.4 });
    const [gpu] = merge([[radeon], [other]], adapter('AMD Radeon RX 6700 XT', { vendor: 'amd', vulkan }));
    expect([gpu?.vramBytes.conflicts, gpu?.powerLimitWatts.conflicts]).toEqual([[], []]);
  });

  it('are the best source’s, in whatever order the sources answered', () =>
    expect(merge([[listed({ driver: '1.2' })], [smi({})]])[0]?.driver).toEqual({
      value: '590.48.01',
      source: 'nvidia-smi-xml',
      conflicts: [{ value: '1.2', source: 'systeminformation' }],
    }));
});

describe('screens without a GPU', () => {
  const parsec: Display = { name: 'Parsec Virtual Display Adapter', reason: 'indirect', source: 'systeminformation' };

  it('are told once each', () =>
    expect(
      testify([], { displays: [parsec, { ...parsec, name: 'parsec virtual display adapter', source: 'dxdiag' }] }),
    ).toEqual({ gpus: [], displays: [parsec] }));

  it('are none of those that another source knows as a GPU', () =>
    expect(
      testify([[smi({})]], { displays: [{ ...parsec, name: 'GeForce RTX 3090', reason: 'no_driver' }] }).displays,
    ).toEqual([]));
});
