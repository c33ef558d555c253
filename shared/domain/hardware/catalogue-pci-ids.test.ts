/** Holds the PCI ids of resources/gpu-catalogue against the PCI ID Project's list of them (tests/fixtures/pci-ids). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gpuModels } from './catalogue.ts';
import type { GpuModel } from './catalogue-schema.ts';

const reference = readFileSync(path.join(import.meta.dirname, '../../../tests/fixtures/pci-ids/pci.ids'), 'utf8');

const namesByPciId = (text: string): Map<string, string> => {
  let vendor = '';
  const names = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, tab, id = '', name = ''] = /^(\t?)([0-9a-f]{4}) {2}(.+)$/.exec(line) ?? [];
    if (tab === '') vendor = id;
    else if (tab) names.set(`${vendor}:${id}`, name);
  }
  return names;
};

const known = namesByPciId(reference);

/**
 * Ids that the reference of April 2023 can't know, all of products that came later or were not yet listed. Each was
 * looked up by hand in the list's edition of 24 May 2026.
 */
const newerThanTheReference: readonly string[] = [
  // RTX A400 and A1000
  ...['25b0', '25b2'],
  // GeForce RTX 40: 4060, the larger 4060 Ti, the second chip of the 4070, the SUPER cards, 4090 D
  ...['2882', '2805', '2709', '2783', '2705', '2702', '2703', '2685'],
  // workstation and data-centre cards of Ada: 2000, 4000, 4500, 5000 and 5880, L40S
  ...['28b0', '27b2', '27b1', '26b2', '26b3', '26b9'],
  // H200, H200 NVL, GH200 with 96 and 144 GB
  ...['2335', '233b', '2342', '2348'],
  // B200, GB200, GB10
  ...['2901', '2941', '2e12'],
  // GeForce RTX 50
  ...['2d83', '2d05', '2d04', '2f04', '2c05', '2c02', '2b85', '2b87'],
  // and for laptops: 5050, 5060, 5070, 5070 Ti, 5080, 5090
  ...['2d98', '2dd8', '2d19', '2d59', '2d18', '2d58', '2f18', '2f58', '2c19', '2c59', '2c18', '2c58'],
  // RTX PRO Blackwell: 2000, 4000 SFF, 4000, 4500, 5000, 6000 Workstation, Max-Q and Server
  ...['2d30', '2c33', '2c34', '2c31', '2bb3', '2bb1', '2bb4', '2bb5'],
]
  .map((device) => `10de:${device}`)
  .concat(
    [
      // Navi 32: RX 7700 XT and 7800 XT, PRO W7700
      ...['747e', '7470'],
      // PRO W7500, W7800, W7800 48GB, W7900, W7900 Dual Slot
      ...['7489', '745e', '7449', '7448', '744a'],
      // RDNA 4: RX 9060 XT, RX 9070 and 9070 XT, AI PRO R9700
      ...['7590', '7550', '7551'],
      // Instinct MI300A, MI300X, MI325X, MI350X, MI355X
      ...['74a0', '74a1', '74a5', '75a0', '75a3'],
      // Hawk Point, Strix, Strix Halo
      ...['1900', '150e', '1586'],
    ].map((device) => `1002:${device}`),
  )
  // Arc Pro A60, B570, B580, Pro B50, Pro B60
  .concat(['56b3', 'e20c', 'e20b', 'e212', 'e211'].map((device) => `8086:${device}`));

/** Ids that a maker gave to several models, with how many of them are listed here. */
const sharedIds: Readonly<Record<string, number>> = {
  '10de:25b6': 2,
  '1002:743f': 2,
  '1002:73ff': 2,
  '1002:73df': 3,
  '1002:73bf': 3,
  '1002:7480': 3,
  '1002:747e': 2,
  '1002:744c': 3,
  '1002:7550': 3,
  '1002:740c': 2,
  '1002:15bf': 2,
  '1002:1900': 2,
  '1002:150e': 2,
  '1002:1586': 2,
};

const vendorIds = { nvidia: '10de', amd: '1002', intel: '8086', apple: null };

const pairs = gpuModels.flatMap((model) => model.pciIds.map((pciId) => ({ pciId, model })));

/** The number that makes a model's name its own: 4090 of `NVIDIA GeForce RTX 4090`. */
const numberOf = ({ name }: GpuModel): string =>
  (name.match(/\d+/g) ?? []).reduce((longest, digits) => (digits.length > longest.length ? digits : longest), '');

describe('the PCI ids of the GPU catalogue', () => {
  it('reads the reference’s vendors and devices', () => {
    expect(known.size).toBeGreaterThan(7_000);
    expect(known.get('10de:2684')).toBe('AD102 [GeForce RTX 4090]');
    expect(known.get('8086:56a0')).toBe('DG2 [Arc A770]');
  });

  it('are all in the reference, or newer than it', () => {
    const unknown = pairs.filter(({ pciId }) => !known.has(pciId) && !newerThanTheReference.includes(pciId));
    expect(unknown.map(({ pciId, model }) => `${pciId} ${model.id}`)).toEqual([]);
  });

  it('are excused as newer only while they are used and the reference does not know them', () => {
    const used = new Set(pairs.map(({ pciId }) => pciId));
    expect(newerThanTheReference.filter((pciId) => known.has(pciId) || !used.has(pciId))).toEqual([]);
    expect(new Set(newerThanTheReference).size).toBe(newerThanTheReference.length);
  });

  it('belong to a product of the same number, where the reference names one', () => {
    const wrong = pairs.filter(({ pciId, model }) => {
      const product = /\[(.+)\]/.exec(known.get(pciId) ?? '')?.[1];
      return product !== undefined && !product.includes(numberOf(model));
    });
    expect(wrong.map(({ pciId, model }) => `${pciId} ${known.get(pciId)}: ${model.name}`)).toEqual([]);
  });

  it('are of the model’s own maker, and missing only for Apple', () => {
    expect(pairs.filter(({ pciId, model }) => !pciId.startsWith(`${vendorIds[model.vendor]}:`))).toEqual([]);
    expect(gpuModels.filter(({ pciIds, vendor }) => (pciIds.length === 0) !== (vendor === 'apple'))).toEqual([]);
  });

  it('are listed once, but for those that their maker gave to several models', () => {
    const counts = Map.groupBy(pairs, ({ pciId }) => pciId);
    const several = [...counts].filter(([, bearers]) => bearers.length > 1);
    expect(Object.fromEntries(several.map(([pciId, bearers]) => [pciId, bearers.length]))).toEqual(sharedIds);
    expect(several.filter(([, bearers]) => new Set(bearers.map(({ model }) => model)).size !== bearers.length)).toEqual(
      [],
    );
  });
});
