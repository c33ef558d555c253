import { describe, expect, it } from 'vitest';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import { memoryShareOf } from './memory-share.ts';

const mib = 2 ** 20;
const gib = 2 ** 30;
const gpu = (kind: Gpu['kind'], vramBytes: number | null) => ({
  kind,
  vramBytes: { value: vramBytes, source: null, conflicts: [] },
});

describe("a check's share of memory", () => {
  it.each([
    [24 * gib, 2 * gib],
    [8 * gib, 7.5 * gib],
    [141 * gib, 0],
  ])('of %d bytes with %d used is at least 95 %% of what is free, and never more', (total, used) => {
    for (const mode of ['quick', 'full', 'memory'] as const) {
      const { coverBytes } = memoryShareOf(gpu('discrete', total), 16 * gib, used, mode);
      expect(coverBytes).toBeGreaterThanOrEqual(0.95 * (total - used));
      expect(coverBytes).toBeLessThanOrEqual(total - used);
    }
  });

  it('leaves a quarter to others where nobody says what they hold', () =>
    expect(memoryShareOf(gpu('virtual', 8 * gib), 16 * gib, null, 'full').coverBytes).toBe(6 * gib));

  it.each(['integrated', 'unified', 'unknown'] as const)("of a GPU that is %s is an eighth of the system's", (kind) => {
    expect(memoryShareOf(gpu(kind, gib), 64 * gib, null, 'full').coverBytes).toBe(8 * gib);
    expect(memoryShareOf(gpu(kind, gib), 64 * gib, null, 'quick').coverBytes).toBe(2 * gib);
  });

  it('is small on a software adapter, and never less than can be checked', () => {
    expect(memoryShareOf(gpu('software', null), 16 * gib, null, 'quick').coverBytes).toBe(64 * mib);
    expect(memoryShareOf(gpu('discrete', 2 * gib), 16 * gib, 2 * gib, 'quick').coverBytes).toBe(64 * mib);
  });
});
