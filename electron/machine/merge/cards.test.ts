import { describe, expect, it } from 'vitest';
import { type GpuSighting, sightingOf } from '../sighting.ts';
import { joinCards } from './cards.ts';

type Said = Partial<GpuSighting>;

const rtx3090 = 'NVIDIA GeForce RTX 3090';
const smi = (said: Said): GpuSighting =>
  sightingOf({ source: 'nvidia-smi-xml', name: rtx3090, vendor: 'nvidia', ...said });
const list = (said: Said): GpuSighting =>
  sightingOf({ source: 'nvidia-smi-list', name: rtx3090, vendor: 'nvidia', ...said });
const pci = (said: Said): GpuSighting =>
  sightingOf({ source: 'lspci', name: 'GeForce RTX 3090', vendor: 'nvidia', pciId: '10de:2204', ...said });
const amd = (said: Said): GpuSighting => sightingOf({ source: 'rocm-smi', vendor: 'amd', ...said });
const top = (said: Said = {}): GpuSighting => sightingOf({ source: 'intel-gpu-top', vendor: 'intel', ...said });
const intel = (said: Said): GpuSighting => sightingOf({ source: 'lspci', vendor: 'intel', ...said });

const uuid = (digit: string): string => `GPU-${digit.repeat(8)}-1111-2222-3333-444444444444`;

/** Sources of each card, in the order in which they were joined. */
const sourcesOf = (...lists: readonly (readonly GpuSighting[])[]): string[] =>
  joinCards(lists).map(({ sightings }) => sightings.map(({ source }) => source).join(' + '));

describe('joining sightings into cards', () => {
  it('goes by the PCI address before anything else', () =>
    expect(
      sourcesOf(
        [smi({ pciAddress: '0000:01:00.0' }), smi({ pciAddress: '0000:02:00.0', name: 'NVIDIA T4' })],
        [pci({ pciAddress: '0000:02:00.0' }), pci({ pciAddress: '0000:01:00.0', name: 'GeForce GTX 1050' })],
      ),
    ).toEqual(['nvidia-smi-xml + lspci', 'nvidia-smi-xml + lspci']));

  it('makes one card of an address that one source lists twice', () =>
    expect(
      sourcesOf([pci({ pciAddress: '0000:01:00.0' }), pci({ pciAddress: '0000:01:00.0', name: 'monitor 2' })]),
    ).toEqual(['lspci + lspci']));

  it('goes by the UUID where one side has no address', () => {
    const cards = joinCards([
      [smi({ pciAddress: '0000:01:00.0', uuid: uuid('a') }), smi({ pciAddress: '0000:02:00.0', uuid: uuid('b') })],
      [list({ uuid: uuid('b'), powerLimitWatts: 2 }), list({ uuid: uuid('a'), powerLimitWatts: 1 })],
    ]);
    expect(cards.map(({ sightings }) => sightings.map(({ powerLimitWatts }) => powerLimitWatts))).toEqual([
      [null, 1],
      [null, 2],
    ]);
  });

  it('keeps cards of unlike UUIDs apart that bear one name', () =>
    expect(sourcesOf([smi({ uuid: uuid('a') })], [list({ uuid: uuid('b') })])).toHaveLength(2));

  it('believes no UUID that two slots carry, whichever tools say so', () => {
    const cards = joinCards([
      [smi({ pciAddress: '0000:01:00.0', uuid: uuid('a') })],
      [pci({ pciAddress: '0000:02:00.0', uuid: uuid('a') })],
    ]);
    expect(cards.map(({ sightings }) => sightings[0]?.uuid)).toEqual([null, null]);
  });

  it('counts twins once each, and keeps of them only what holds for both', () => {
    const cards = joinCards([
      [list({ uuid: uuid('a'), powerLimitWatts: 300 }), list({ uuid: uuid('b'), powerLimitWatts: 350 })],
      [pci({ pciAddress: '0000:01:00.0' }), pci({ pciAddress: '0000:02:00.0' })],
    ]);
    expect(cards.map(({ sightings }) => sightings.map((seen) => seen.pciAddress ?? seen.uuid))).toEqual([
      [null, '0000:01:00.0'],
      [null, '0000:02:00.0'],
    ]);
    expect(cards.map(({ sightings }) => sightings[0]?.powerLimitWatts)).toEqual([null, null]);
    expect(cards.map(({ sightings }) => sightings[0]?.name)).toEqual([rtx3090, rtx3090]);
  });

  it('counts three where one tool sees two of three twins', () =>
    expect(
      sourcesOf(
        [list({}), list({})],
        [pci({ pciAddress: '0000:01:00.0' }), pci({ pciAddress: '0000:02:00.0' }), pci({ pciAddress: '0000:03:00.0' })],
      ),
    ).toEqual(['nvidia-smi-list + lspci', 'nvidia-smi-list + lspci', 'lspci']));

  it('joins by device id what two tools call by unlike names', () =>
    expect(
      sourcesOf(
        [amd({ name: 'AMD INSTINCT MI210', pciId: '1002:740f' })],
        [intel({ vendor: 'amd', name: 'Aldebaran', pciId: '1002:740f', pciAddress: '0000:c1:00.0' })],
      ),
    ).toEqual(['rocm-smi + lspci']));

  it('joins the last of a vendor with the last, unless both are known for other models', () => {
    const chip = intel({ vendor: 'amd', name: 'Phoenix1', pciAddress: '0000:c5:00.0' });
    expect(sourcesOf([amd({ name: 'AMD Radeon 780M' })], [chip])).toEqual(['rocm-smi + lspci']);
    expect(
      sourcesOf([amd({ name: 'AMD Radeon 780M' })], [chip, { ...chip, pciAddress: '0000:03:00.0', name: 'Navi 31' }]),
    ).toEqual(['rocm-smi', 'lspci', 'lspci']);
    expect(
      sourcesOf([list({ name: 'NVIDIA H200' })], [pci({ pciAddress: '0000:01:00.0', name: 'GeForce RTX 3090' })]),
    ).toEqual(['nvidia-smi-list', 'lspci']);
    expect(sourcesOf([list({})], [list({ source: 'dxdiag', name: 'NVIDIA GeForce GT 710' })])).toHaveLength(2);
  });

  it('gives a nameless GPU to the only one of its vendor, to none of several, and else counts it', () => {
    const arc = intel({ name: 'Arc A770', pciAddress: '0000:03:00.0' });
    const uhd = intel({ name: 'UHD Graphics 770', pciAddress: '0000:00:02.0' });
    expect(sourcesOf([top()], [arc])).toEqual(['lspci + intel-gpu-top']);
    expect(sourcesOf([top()], [arc, uhd])).toEqual(['lspci', 'lspci']);
    expect(sourcesOf([top()])).toEqual(['intel-gpu-top']);
    expect(sourcesOf([top()], [smi({})])).toEqual(['nvidia-smi-xml', 'intel-gpu-top']);
  });

  it('counts nameless cards of one tool beyond those that others know', () => {
    const nameless = [amd({ vramBytes: 8 }), amd({ vramBytes: 8 })];
    expect(joinCards([nameless])).toHaveLength(2);
    expect(joinCards([nameless, [intel({ vendor: 'amd', pciAddress: '0000:03:00.0' })]])).toHaveLength(2);
  });
});
