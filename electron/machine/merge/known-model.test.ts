import { describe, expect, it } from 'vitest';
import { type GpuSighting, sightingOf } from '../sighting.ts';
import { factsOf } from './facts.ts';
import { withKnownModel } from './known-model.ts';
import { migOf } from './mig.ts';

const seen = (said: Partial<GpuSighting>) =>
  withKnownModel(factsOf([sightingOf({ source: 'lspci', vendor: 'nvidia', ...said })]));

describe('what the catalogue adds', () => {
  it('is the name, the kind and the memory that no tool could say, by PCI id', () =>
    expect(seen({ pciId: '10de:2684' })).toMatchObject({
      model: 'nvidia-rtx-4090',
      name: { value: 'NVIDIA GeForce RTX 4090', source: 'catalogue' },
      vramBytes: { value: 24 * 2 ** 30, source: 'catalogue' },
      kind: 'discrete',
    }));

  it('never replaces what a tool said', () =>
    expect(seen({ pciId: '10de:2684', name: 'RTX 4090', vramBytes: 24_564 * 2 ** 20 })).toMatchObject({
      name: { value: 'RTX 4090', source: 'lspci', conflicts: [] },
      vramBytes: { value: 24_564 * 2 ** 20, source: 'lspci' },
    }));

  it('is the model alone where only the name is known', () =>
    expect(seen({ name: 'NVIDIA GeForce RTX 4090' })).toMatchObject({
      model: 'nvidia-rtx-4090',
      vramBytes: { value: null, source: null },
    }));

  it('contradicts a card that bears another model’s name', () =>
    expect(seen({ pciId: '10de:2684', name: 'NVIDIA H200' })).toMatchObject({
      model: 'nvidia-rtx-4090',
      name: { value: 'NVIDIA H200', conflicts: [{ value: 'NVIDIA GeForce RTX 4090', source: 'catalogue' }] },
    }));

  it('is not the name or the memory of a slice of a board', () =>
    expect(seen({ pciId: '10de:1eb8', kind: 'virtual' })).toMatchObject({
      kind: 'virtual',
      name: { value: null },
      vramBytes: { value: null },
    }));

  it('is only the kind of an id that its maker gave to several models', () =>
    expect(seen({ vendor: 'amd', pciId: '1002:73df' })).toMatchObject({
      model: null,
      name: { value: null },
      vramBytes: { value: null },
      kind: 'discrete',
    }));

  it('is nothing for an id that nobody listed', () =>
    expect(seen({ pciId: '10de:ffff' })).toMatchObject({ model: null, name: { value: null }, kind: 'unknown' }));
});

describe('MIG devices', () => {
  const named = (profile: string) => ({ profile, uuid: null, memoryBytes: null });
  const sized = (gigabytes: number) => ({ profile: null, uuid: null, memoryBytes: gigabytes * 1e9 });

  it('take their names from one tool and their memory from the other', () =>
    expect(
      migOf([
        [sized(74.9), sized(18.8)],
        [named('3g.71gb'), named('1g.18gb')],
      ]),
    ).toEqual([
      { profile: '3g.71gb', uuid: null, memoryBytes: 74.9e9 },
      { profile: '1g.18gb', uuid: null, memoryBytes: 18.8e9 },
    ]));

  it('are not joined where the two do not agree, one by one', () => {
    const names = [named('3g.71gb'), named('1g.18gb')];
    expect(migOf([[sized(18.8), sized(74.9)], names])).toEqual(names);
    expect(migOf([[sized(74.9)], names])).toEqual(names);
  });

  it('are none for a card that is not cut, and unknown where nobody speaks of them', () => {
    expect(migOf([[]])).toEqual([]);
    expect(migOf([])).toBeNull();
  });
});
