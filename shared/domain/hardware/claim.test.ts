import { describe, expect, it } from 'vitest';
import type { HardwareClaim } from '../../contract/network/devices.ts';
import { gpuModels } from './catalogue.ts';
import { modelOfClaim, refusalOfClaim } from './claim.ts';
import { classOfGpu, deviceClasses } from './device-class.ts';

const gibibyte = 2 ** 30;

const claim = (change: Partial<HardwareClaim>): HardwareClaim => ({
  kind: 'gpu',
  class: 'rtx-4090',
  count: 1,
  vramBytes: 24 * gibibyte,
  isSoftware: false,
  threads: 8,
  gpus: [],
  algorithms: ['perigee-fill-walk-1'],
  ...change,
});
const card = (vramBytes: number | null, model: string | null = null) => ({ model, vramBytes, offeredBytes: null });

describe('a claim', () => {
  it.each([
    ['an app of before there were rigs', {}],
    ['a rig', { count: 2, gpus: [card(24 * gibibyte), card(23 * gibibyte, 'nvidia-rtx-4090')] }],
    ['a processor', { kind: 'cpu', class: 'cpu', vramBytes: null }],
    ['a software adapter', { class: 'software-gpu', isSoftware: true, vramBytes: null }],
    ['a card that nobody listed', { class: 'unlisted', vramBytes: null }],
  ] as [string, Partial<HardwareClaim>][])('that fits together is accepted: %s', (_, change) => {
    expect(refusalOfClaim(claim(change))).toBeNull();
  });

  it.each([
    ['class_unknown', { class: 'h9000' }],
    ['class_contradicts_kind', { class: 'cpu' }],
    ['class_contradicts_kind', { kind: 'cpu' }],
    ['class_contradicts_kind', { isSoftware: true }],
    ['class_contradicts_kind', { class: 'software-gpu' }],
    ['count', { count: 8 }],
    ['count', { count: 1, gpus: [card(24 * gibibyte), card(24 * gibibyte)] }],
    ['memory', { vramBytes: null }],
    ['memory', { vramBytes: 8 * gibibyte }],
    ['memory', { count: 2, gpus: [card(24 * gibibyte), card(gibibyte)] }],
    ['class_contradicts_model', { class: 'h100', gpus: [card(80 * gibibyte, 'nvidia-rtx-3060')] }],
  ] as [string, Partial<HardwareClaim>][])('that contradicts itself is refused: %s %o', (reason, change) => {
    expect(refusalOfClaim(claim(change))).toBe(reason);
  });

  it('is measured against the slowest card of its class when it names no model', () => {
    for (const { name } of deviceClasses.filter(({ pool }) => pool === 'enterprise' || pool === 'community')) {
      const models = gpuModels.filter((model) => classOfGpu(model).name === name);
      const model = modelOfClaim(name, card(null));
      expect(model, name).not.toBeNull();
      const bandwidths = models.flatMap(({ bandwidthGBPerS }) => bandwidthGBPerS ?? []);
      if (bandwidths.length > 0) expect(model?.bandwidthGBPerS).toBe(Math.min(...bandwidths));
    }
  });
});
