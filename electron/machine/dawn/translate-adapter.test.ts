import { describe, expect, it } from 'vitest';
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { translateAdapter } from './translate-adapter.ts';

const adapter = (given: Partial<DawnAdapter>): DawnAdapter => ({
  name: '',
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  backend: 'vulkan',
  isFallback: false,
  ...given,
});

/** As Dawn printed it with Chromium's SwiftShader on Debian. */
const swiftShader = adapter({
  name: 'SwiftShader Device (Subzero)',
  vendor: 'google',
  architecture: 'swiftshader',
  device: 'swiftshader-device-subzero-',
  description: 'SwiftShader driver 5.0.0',
  isFallback: true,
});

describe("Dawn's adapters", () => {
  it('are named as software when they render on the processor', () => {
    expect(translateAdapter(swiftShader)).toMatchObject({ kind: 'software', vendor: 'google', driver: '5.0.0' });
    const llvmpipe = adapter({ name: 'llvmpipe (LLVM 15.0.6, 256 bits)', vendor: 'mesa', architecture: 'software' });
    expect(translateAdapter(llvmpipe)).toMatchObject({ kind: 'software', vendor: 'mesa' });
    const warp = adapter({ name: 'Microsoft Basic Render Driver', vendor: 'microsoft', backend: 'd3d12' });
    expect(translateAdapter(warp)).toMatchObject({ kind: 'software', vendor: 'other' });
    expect(translateAdapter(adapter({ name: 'Some CPU', vendor: 'unknown', isFallback: true })).kind).toBe('software');
  });

  it.each([
    [adapter({ name: 'NVIDIA H200', vendor: 'nvidia', description: 'NVIDIA: 590.48.01' }), 'nvidia', '590.48.01'],
    [
      adapter({
        name: 'NVIDIA GeForce RTX 4090',
        vendor: 'nvidia',
        backend: 'd3d12',
        description: 'D3D12 driver version 31.0.15.3713',
      }),
      'nvidia',
      '537.13',
    ],
    [
      adapter({ name: 'AMD Radeon RX 6700 XT (RADV NAVI22)', vendor: 'amd', description: 'radv: Mesa 25.0.7-2' }),
      'amd',
      '25.0.7',
    ],
    [
      adapter({
        name: 'Apple M1',
        vendor: 'apple',
        backend: 'metal',
        description: 'Metal driver on macOS Version 14.5',
      }),
      'apple',
      null,
    ],
    [adapter({ name: 'Mali-G78', vendor: 'arm' }), 'other', null],
    [adapter({ name: 'NVIDIA L4' }), 'nvidia', null],
  ])('give vendor and driver in our words (%#)', (given, vendor, driver) =>
    expect(translateAdapter(given)).toMatchObject({ vendor, driver, vramBytes: null, pciAddress: null, uuid: null }),
  );
});
