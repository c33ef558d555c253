import { describe, expect, it } from 'vitest';
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { isImpostor, translateAdapter, translateVulkan } from './translate-adapter.ts';

const adapter = (given: Partial<DawnAdapter>): DawnAdapter => ({
  name: '',
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  backend: 'vulkan',
  isFallback: false,
  subgroupSize: null,
  selector: null,
  vulkan: null,
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

  it.each([
    ['nvidia', 32, false],
    ['nvidia', 8, true],
    ['nvidia', null, false],
    ['amd', 64, false],
    ['amd', 32, false],
    ['amd', 4, true],
    ['apple', 32, false],
    ['intel', 8, false],
    ['google', 4, false],
  ])('of %s with subgroups of %s are impostors: %s', (vendor, subgroupSize, isOne) => {
    const given = adapter({ name: 'Some GPU', vendor, subgroupSize });
    expect(isImpostor(given)).toBe(isOne);
    expect(translateAdapter(given).kind === 'software').toBe(isOne);
  });
});

describe('what the Vulkan driver says of a device', () => {
  const vulkan = {
    pciAddress: '0000:01:00.0',
    uuid: 'f6e826dcc9d7ac586d5d9048c9e1c124',
    pciId: '10DE:1EB8',
    heapBytes: 15_360 * 2 ** 20,
  };
  it('is read in the spelling of the tools', () =>
    expect(translateVulkan(adapter({ name: 'Tesla T4', vendor: 'nvidia', vulkan }))).toMatchObject({
      source: 'vulkan',
      pciAddress: '0000:01:00.0',
      pciId: '10de:1eb8',
      uuid: 'GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124',
      vramBytes: 15_360 * 2 ** 20,
    }));

  it('is no UUID where the driver makes one up, or gives none', () => {
    expect(translateVulkan(adapter({ vendor: 'amd', vulkan }))?.uuid).toBeNull();
    expect(
      translateVulkan(adapter({ vendor: 'nvidia', vulkan: { ...vulkan, uuid: '0'.repeat(32) } }))?.uuid,
    ).toBeNull();
    expect(translateVulkan(adapter({ vendor: 'nvidia' }))).toBeNull();
  });
});
