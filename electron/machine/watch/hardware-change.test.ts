import { describe, expect, it } from 'vitest';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { mergeGpus } from '../merge/merge.ts';
import { sightingOf } from '../sighting.ts';
import { changeBetween, isChange, isOnBus, isWellTold } from './hardware-change.ts';
import type { HardwareSigns } from './hardware-signs.ts';

const gpuAt = (pciAddress: string, driver = '590.48.01', unusable: 'lost' | null = null): Gpu => {
  const seen = sightingOf({
    source: 'nvidia-smi-xml',
    name: 'NVIDIA T4',
    vendor: 'nvidia',
    pciAddress,
    driver,
    unusable,
  });
  const { gpus } = mergeGpus({
    seen: [{ gpus: [seen], displays: [] }],
    adapters: null,
    failedVendors: [],
    lostAddresses: [],
  });
  if (!gpus[0]) throw new Error('no GPU');
  return gpus[0];
};

const [first, second] = [gpuAt('0000:01:00.0'), gpuAt('0000:02:00.0')];
const signs = (...addresses: readonly string[]): HardwareSigns => ({
  cards: Object.fromEntries(addresses.map((address) => [address, { driver: 'nvidia', isSilent: false }])),
  drivers: '590',
});
const ids = (gpus: readonly Gpu[]): string[] => gpus.map(({ id }) => id);

describe('what changed between two looks', () => {
  it('is nothing where all is as it was', () => expect(isChange(changeBetween([first], [first]))).toBe(false));

  it('is a card that is gone, one that is new, and another driver', () => {
    const change = changeBetween([first], [second]);
    expect([ids(change.gone), ids(change.come)]).toEqual([['0000:01:00.0'], ['0000:02:00.0']]);
    const updated = gpuAt('0000:01:00.0', '595.84');
    expect(changeBetween([first], [updated]).driverChanged).toEqual([
      { gpu: updated, before: '590.48.01', after: '595.84' },
    ]);
  });

  it('is a card that is listed and lost, and the same card when it is back', () => {
    const lost = gpuAt('0000:01:00.0', '590.48.01', 'lost');
    expect(ids(changeBetween([first], [lost]).gone)).toEqual(['0000:01:00.0']);
    expect(ids(changeBetween([lost], [first]).come)).toEqual(['0000:01:00.0']);
  });
});

describe('the word of the bus', () => {
  const ever = new Set(['0000:01:00.0', '0000:02:00.0']);

  it('is that a card is there, left it, or is silent on it', () => {
    expect(isOnBus(first, ever, signs('0000:01:00.0'))).toBe(true);
    expect(isOnBus(second, ever, signs('0000:01:00.0'))).toBe(false);
    const silent = { cards: { '0000:02:00.0': { driver: 'nvidia', isSilent: true } }, drivers: '' };
    expect(isOnBus(second, ever, silent)).toBe(false);
  });

  it('is none of a card that it never had, or where there is no list', () => {
    expect(isOnBus(first, new Set(), signs())).toBeNull();
    expect(isOnBus(first, ever, { cards: null, drivers: '' })).toBeNull();
  });
});

describe('an inventory', () => {
  const told = (...reasons: readonly ('timed_out' | 'gpu_lost')[]) =>
    isWellTold({
      problems: reasons.map((reason) => ({
        code: 'GPU_TOOL_FAILED',
        data: { tool: 'nvidia-smi', reason, detail: '' },
      })),
    });

  it('is believed of what it lacks when every tool could speak, or one told of a loss', () =>
    expect([told(), told('timed_out'), told('timed_out', 'gpu_lost')]).toEqual([true, false, true]));
});
