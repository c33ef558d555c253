import { describe, expect, it } from 'vitest';
import { isShadowed, parseAdapterNames } from './adapter-list.ts';

describe("Dawn's list of adapters", () => {
  it('is read from its error text', () => {
    // webgpu 0.6.2 with create(['adapter=foo']) on SwiftShader
    const text =
      "no suitable backends found\nAvailable adapters:\n * backend: 'vulkan', name: 'SwiftShader Device (Subzero)'";
    expect(parseAdapterNames(text)).toEqual([{ backend: 'vulkan', name: 'SwiftShader Device (Subzero)' }]);
  });

  it('keeps names with quotes, one entry per backend, and no null backend', () => {
    const text =
      " * backend: 'd3d12', name: 'A 'B''\n * backend: 'vulkan', name: 'A 'B''\n * backend: 'null', name: 'Null backend'\n";
    expect(parseAdapterNames(text)).toEqual([
      { backend: 'd3d12', name: "A 'B'" },
      { backend: 'vulkan', name: "A 'B'" },
    ]);
  });

  it('is empty when nothing is listed', () => expect(parseAdapterNames('no suitable backends found\n')).toEqual([]));
});

describe('a name', () => {
  it('is shadowed by a longer one before it, and only then', () => {
    expect(isShadowed('RTX 4070', ['RTX 4070 Ti', 'RTX 4070'])).toBe(true);
    expect(isShadowed('RTX 4070', ['RTX 4070', 'RTX 4070 Ti'])).toBe(false);
    expect(isShadowed('RTX 4070 Ti', ['RTX 4070', 'RTX 4070 Ti'])).toBe(false);
  });
});
