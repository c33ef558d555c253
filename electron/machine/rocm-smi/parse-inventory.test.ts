import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseRocmInventory } from './parse-inventory.ts';

const rocm43 = readCapture('amd/rocm-smi-rx6700xt-rocm430-cardseries-hex.json');
const rocm612 = readCapture('amd/rocm-smi-rx6700xt-rocm612.json');
const mi250 = readCapture('amd/rocm-smi-mi250-two-dies.json');

/** Cards written by hand, of which no capture is at hand; the keys are those of the captures. */
const cards = (fields: Record<string, object>): string => JSON.stringify(fields);

const reasonOf = (text: string): string | null => {
  try {
    parseRocmInventory(text);
  } catch (error) {
    if (isPerigeeError(error) && error.problem.code === 'GPU_TOOL_FAILED') return error.problem.data.reason;
    throw error;
  }
  return null;
};

describe('the cards of rocm-smi', () => {
  it('have no name where release 4.3 prints the id of the vendor', () => {
    expect(parseRocmInventory(rocm43)).toMatchObject([
      { name: null, pciId: '1002:73df', vramBytes: 12_868_124_672, powerLimitWatts: 211 },
    ]);
  });

  it('are read by the re-cased keys of release 6.1', () => {
    expect(parseRocmInventory(rocm612)).toEqual([
      {
        source: 'rocm-smi',
        name: 'Radeon RX 6700/6700 XT / 6800M',
        vendor: 'amd',
        kind: 'discrete',
        vramBytes: 12_868_124_672,
        driver: '6.3.6',
        pciAddress: '0000:07:00.0',
        uuid: null,
        pciId: '1002:73df',
        powerLimitWatts: 211,
        mig: null,
        unusable: null,
      },
    ]);
  });

  it('are two for an MI250, one per die', () => {
    const dies = parseRocmInventory(mi250);
    expect(dies.map(({ vramBytes }) => vramBytes)).toEqual([68_702_699_520, 68_702_699_520]);
    expect(dies).toMatchObject([{ kind: 'discrete', pciId: '1002:740c' }, { kind: 'discrete' }]);
  });

  it('come in the order of their numbers, which need not begin at 0', () => {
    const text = cards({
      card10: { 'PCI Bus': '0000:0A:00.0' },
      card2: { 'PCI Bus': '0000:02:00.0' },
      system: { 'Driver version': '6.8.5' },
    });
    expect(parseRocmInventory(text)).toMatchObject([
      { pciAddress: '0000:02:00.0', driver: '6.8.5' },
      { pciAddress: '0000:0a:00.0' },
    ]);
  });

  it('have the memory of a fork that prints MiB', () => {
    const text = cards({ card0: { 'Card Series': 'K100_AI', 'vram Total Memory (MiB)': '65520' } });
    expect(parseRocmInventory(text)).toMatchObject([{ name: 'K100_AI', vramBytes: 68_702_699_520 }]);
  });

  it.each([
    ['gfx1151', 'AMD Radeon Graphics', 'integrated'],
    ['N/A', 'Strix Halo [Radeon Graphics / Radeon 8050S Graphics / Radeon 8060S Graphics]', 'integrated'],
    ['N/A', '0x1002', 'integrated'],
    ['gfx1201', 'AMD Radeon Graphics', 'discrete'],
    ['gfx942', 'AMD Instinct MI300A', 'unified'],
  ])('of version %s named %s with 512 MiB of their own are %s', (version, name, kind) => {
    const text = cards({
      card0: {
        'Card Series': name,
        'GFX Version': version,
        'VRAM Total Memory (B)': '536870912',
        'GTT Total Memory (B)': '33285996544',
      },
    });
    expect(parseRocmInventory(text)).toMatchObject([{ kind, vramBytes: 536_870_912 }]);
  });

  it.each([
    ['0x5b6e5a4a3c2d1e0f', '0x5b6e5a4a3c2d1e0f'],
    ['0x0', null],
    ['N/A', null],
  ])('have the unique id %s as %j', (words, uuid) =>
    expect(parseRocmInventory(cards({ card0: { 'Unique ID': words } }))).toMatchObject([{ uuid }]),
  );

  it('are found behind warnings that share the output', () => {
    const warning = 'WARNING: User is missing the following required groups: render. Please add user.\nGPU[0] : x\n';
    expect(parseRocmInventory(`${warning}${rocm612}\n`)).toEqual(parseRocmInventory(rocm612));
  });

  it('are none where only the system is described', () =>
    expect(parseRocmInventory('{"system": {"Driver version": "6.8.5"}}')).toEqual([]));

  it('are not changed by keys that mean something to the language', () => {
    const text =
      '{"__proto__": {"card9": {}}, "card0": {"__proto__": {"x": 1}, "constructor": 1, "PCI Bus": "01:00.0"}}';
    expect(parseRocmInventory(text)).toMatchObject([{ pciAddress: '0000:01:00.0' }]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ['WARNING: No JSON data to report', 'failed'],
    ['ERROR:root:Driver not initialized (amdgpu not found in modules)', 'driver_not_loaded'],
    ['WARNING: User is not a member of "render" group, the default DRM access group.', 'permission_denied'],
    ['OSError: librocm_smi64.so.7: cannot open shared object file: No such file or directory', 'library_missing'],
    ['Unable to open /dev/kfd read-write: Permission denied', 'permission_denied'],
    ['', 'unreadable'],
    ['{}', 'unreadable'],
    ['{"card0": 7}', 'unreadable'],
    ['{"card0": {}}', 'unreadable'],
    [readCapture('amd/amd-smi-static-mi210.json'), 'unreadable'],
    [`{"card0":${'['.repeat(200_000)}`, 'unreadable'],
    [`{"card0":${'{"a":'.repeat(200_000)}1${'}'.repeat(200_001)}`, 'unreadable'],
  ])('refuse output %#', (text, reason) => expect(reasonOf(text)).toBe(reason));

  it('are refused wherever their report was cut short', () => {
    for (const text of [rocm43, rocm612, mi250]) {
      for (let length = 0; length < text.trimEnd().length; length += 5) {
        expect(reasonOf(text.slice(0, length))).toBe('unreadable');
      }
    }
  });
});
