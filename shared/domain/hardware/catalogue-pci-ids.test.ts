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
    expect(known.size).toBeGreaterThan(8_500);
    expect(known.get('10de:2684')).toBe('AD102 [GeForce RTX 4090]');
    expect(known.get('8086:56a0')).toBe('DG2 [Arc A770]');
  });

  it('are all in the reference', () => {
    const unknown = pairs.filter(({ pciId }) => !known.has(pciId));
    expect(unknown.map(({ pciId, model }) => `${pciId} ${model.id}`)).toEqual([]);
  });

  it('belong to a product of the same number, where the reference names one', () => {
    const wrong = pairs.filter(({ pciId, model }) => {
      const product = /\[(.+)\]/.exec(known.get(pciId) ?? '')?.[1];
      return product !== undefined && !product.includes(numberOf(model));
    });
    expect(wrong.map(({ pciId, model }) => `${pciId} ${known.get(pciId)}: ${model.name}`)).toEqual([]);
  });

  it('are of the model’s own maker, and missing only for Apple', () => {
    // Apple’s GPUs are part of its chips and on no PCI bus: they have no ids, and their names decide.
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
