import { describe, expect, it } from 'vitest';
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseSmiReport } from '../nvidia-smi/parse-report.ts';
import type { GpuSighting } from '../sighting.ts';
import { mergeGpus, type Seen } from './merge.ts';

const smi = (given: Partial<GpuSighting>): GpuSighting => ({
  source: 'nvidia-smi',
  name: 'NVIDIA GeForce RTX 3090',
  vendor: 'nvidia',
  kind: 'discrete',
  vramBytes: 24 * 2 ** 30,
  driver: '590.48.01',
  pciAddress: '0000:01:00.0',
  uuid: null,
  powerLimitWatts: 350,
  ...given,
});

const listed = (given: Partial<GpuSighting>): GpuSighting => ({
  source: 'systeminformation',
  name: 'GeForce RTX 3090',
  vendor: 'nvidia',
  kind: 'discrete',
  vramBytes: null,
  driver: null,
  pciAddress: '0000:01:00.0',
  uuid: null,
  powerLimitWatts: null,
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
  ...given,
});

const rtx3090 = 'NVIDIA GeForce RTX 3090';
const swiftShader = adapter('SwiftShader Device (Subzero)', { vendor: 'google', architecture: 'swiftshader' });

const merge = (seen: Partial<Seen>) =>
  mergeGpus({ nvidiaSmi: [], systemInformation: [], adapters: [], hasNvidiaSmiFailed: false, ...seen });

describe('merging what the sources saw', () => {
  it('makes one GPU of three sightings of one card, each fact with its source', () => {
    const gpus = merge({
      nvidiaSmi: parseSmiReport(readCapture('nvidia/xml-tesla-t4-windows-wddm-drv512.xml')),
      systemInformation: [
        listed({ name: 'Tesla T4', pciAddress: null, driver: '512.78', vramBytes: 15_288 * 2 ** 20 }),
      ],
      adapters: [adapter('Tesla T4', { description: 'NVIDIA: 512.78' })],
    });
    expect(gpus).toEqual([
      {
        id: '0000:01:00.0',
        name: { value: 'Tesla T4', source: 'nvidia-smi', conflicts: [] },
        vendor: { value: 'nvidia', source: 'nvidia-smi', conflicts: [] },
        kind: 'discrete',
        vramBytes: { value: 15_360 * 2 ** 20, source: 'nvidia-smi', conflicts: [] },
        driver: { value: '512.78', source: 'nvidia-smi', conflicts: [] },
        pciAddress: { value: '0000:01:00.0', source: 'nvidia-smi', conflicts: [] },
        uuid: { value: 'GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124', source: 'nvidia-smi', conflicts: [] },
        powerLimitWatts: { value: 70, source: 'nvidia-smi', conflicts: [] },
        adapterName: 'Tesla T4',
        unusable: null,
      },
    ]);
  });

  it('keeps what a second source says otherwise', () => {
    const [gpu] = merge({
      nvidiaSmi: [smi({})],
      systemInformation: [listed({ name: 'GeForce GTX 1050', vramBytes: 4 * 2 ** 30 })],
      adapters: [adapter(rtx3090, { description: 'NVIDIA: 550.54.14' })],
    });
    expect(gpu?.name.conflicts).toEqual([{ value: 'GeForce GTX 1050', source: 'systeminformation' }]);
    expect(gpu?.vramBytes).toMatchObject({
      value: 24 * 2 ** 30,
      conflicts: [{ value: 4 * 2 ** 30, source: 'systeminformation' }],
    });
    expect(gpu?.driver.conflicts).toEqual([{ value: '550.54.14', source: 'dawn' }]);
  });

  it('takes a fact from the next source when the best one is silent', () => {
    const [gpu] = merge({ nvidiaSmi: [smi({ name: null, vramBytes: null })], systemInformation: [listed({})] });
    expect(gpu?.name).toMatchObject({ value: 'GeForce RTX 3090', source: 'systeminformation' });
    expect(gpu?.vramBytes).toEqual({ value: null, source: null, conflicts: [] });
  });

  it('keeps cards in two slots apart, however alike, and says that Dawn cannot tell them apart', () => {
    const gpus = merge({
      nvidiaSmi: [smi({}), smi({ pciAddress: '0000:02:00.0' })],
      systemInformation: [listed({ pciAddress: null }), listed({ pciAddress: null })],
      adapters: [adapter(rtx3090), adapter(rtx3090)],
    });
    expect(gpus).toMatchObject([
      { id: '0000:01:00.0', adapterName: null, unusable: 'not_separable' },
      { id: '0000:02:00.0', adapterName: null, unusable: 'not_separable' },
    ]);
  });

  it('finds two cards of one name inseparable even where Dawn lists the name once', () => {
    const gpus = merge({ nvidiaSmi: [smi({}), smi({ pciAddress: '0000:02:00.0' })], adapters: [adapter(rtx3090)] });
    expect(gpus.map(({ unusable }) => unusable)).toEqual(['not_separable', 'not_separable']);
  });

  it('counts an adapter once that two backends list', () => {
    const adapters = [adapter(rtx3090, { backend: 'd3d12' }), adapter(rtx3090)];
    expect(merge({ nvidiaSmi: [smi({})], adapters })).toMatchObject([{ adapterName: rtx3090, unusable: null }]);
    expect(merge({ adapters })).toMatchObject([{ id: rtx3090, adapterName: rtx3090 }]);
  });

  it('numbers alike cards that only Dawn sees', () => {
    expect(merge({ adapters: [adapter(rtx3090), adapter(rtx3090)] })).toMatchObject([
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
    expect(merge({ nvidiaSmi: cards, adapters }).map(({ unusable }) => unusable)).toEqual(['not_separable', null]);
    expect(merge({ nvidiaSmi: cards, adapters: adapters.toReversed() }).map(({ unusable }) => unusable)).toEqual([
      null,
      null,
    ]);
  });

  it('says why a card has no adapter', () => {
    expect(merge({ nvidiaSmi: [smi({})] })[0]?.unusable).toBe('no_adapter');
    expect(merge({ systemInformation: [listed({})], hasNvidiaSmiFailed: true })[0]?.unusable).toBe('tool_error');
    const intel = listed({ name: 'UHD Graphics 630', vendor: 'intel' });
    expect(merge({ systemInformation: [intel], hasNvidiaSmiFailed: true })[0]?.unusable).toBe('no_adapter');
  });

  it('lists a software adapter as a GPU of its own and never gives it to a card', () => {
    const gpus = merge({ nvidiaSmi: [smi({})], adapters: [swiftShader] });
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
    expect(merge({ systemInformation: [chip], adapters: [radeon] })).toMatchObject([
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
    const gpus = merge({ nvidiaSmi: [smi({})], adapters: [adapter('NVIDIA GeForce GTX 1080')] });
    expect(gpus.map(({ id, unusable }) => [id, unusable])).toEqual([
      ['0000:01:00.0', 'no_adapter'],
      ['NVIDIA GeForce GTX 1080', null],
    ]);
  });

  it('knows no card by a UUID that two cards carry', () => {
    const uuid = 'GPU-12345678-aaaa-bbbb-cccc-0123456789ab';
    const gpus = merge({ nvidiaSmi: [smi({ uuid, pciAddress: null }), smi({ uuid, pciAddress: null })] });
    expect(gpus.map((gpu) => [gpu.id, gpu.uuid.value])).toEqual([
      [rtx3090, null],
      [`${rtx3090} #2`, null],
    ]);
  });

  it('finds nothing where there is nothing', () => expect(merge({})).toEqual([]));
});
