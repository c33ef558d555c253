/**
 * Translates the adapters that the probe found into sightings, and knows software renderers and impostors from GPUs.
 * Pure.
 */
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { normaliseDriver } from '../identity/driver-version.ts';
import { kindFromName, vendorFromWords } from '../identity/model-name.ts';
import { normalisePciAddress } from '../identity/pci-address.ts';
import { type GpuSighting, type GpuVendor, sightingOf } from '../sighting.ts';

const vendors: Readonly<Record<string, GpuVendor>> = {
  nvidia: 'nvidia',
  amd: 'amd',
  intel: 'intel',
  apple: 'apple',
  google: 'google',
  mesa: 'mesa',
};

/**
 * Renders on the processor. The flag alone is not enough: llvmpipe is not marked as a fallback by every driver, and a
 * real GPU may be what Dawn falls back to.
 */
export const isSoftwareAdapter = ({ name, architecture, description, vendor, isFallback }: DawnAdapter): boolean =>
  /swiftshader|llvmpipe|lavapipe|softpipe|basic render|\bwarp\b/i.test(`${name} ${architecture} ${description}`) ||
  (isFallback && !['nvidia', 'amd', 'intel', 'apple'].includes(vendor));

const vendorOf = ({ vendor, name }: DawnAdapter): GpuVendor | null =>
  vendors[vendor.toLowerCase()] ?? vendorFromWords(`${vendor} ${name}`);

/** Invocations that run side by side on every GPU of the maker. Intel's choose between 8, 16 and 32. */
const subgroupSizes: Partial<Record<GpuVendor, readonly number[]>> = { nvidia: [32], amd: [32, 64], apple: [32] };

/** It bears a maker's name and does not compute as any GPU of that maker does. Unmeasured is no verdict. */
export const isImpostor = (adapter: DawnAdapter): boolean => {
  const vendor = vendorOf(adapter);
  const sizes = vendor === null ? undefined : subgroupSizes[vendor];
  return sizes !== undefined && adapter.subgroupSize !== null && !sizes.includes(adapter.subgroupSize);
};

/** `NVIDIA: 550.54.14`, `radv: Mesa 25.0.7-2`, `D3D12 driver version 31.0.15.3713`, `SwiftShader driver 5.0.0` */
const driverIn = (vendor: GpuVendor | null, description: string): string | null =>
  normaliseDriver(vendor, /\d+(?:\.\d+)+/.exec(description)?.[0]);

export const translateAdapter = (adapter: DawnAdapter): GpuSighting => {
  const vendor = vendorOf(adapter);
  const name = adapter.name.trim() || null;
  return sightingOf({
    source: 'dawn',
    name,
    vendor,
    kind: isSoftwareAdapter(adapter) || isImpostor(adapter) ? 'software' : kindFromName(vendor, name),
    // Metal's description is the version of macOS.
    driver: adapter.backend === 'metal' ? null : driverIn(vendor, adapter.description),
  });
};

/** NVIDIA's driver gives the number that its tools print; other drivers make one up from the slot. */
const uuidIn = (vendor: GpuVendor | null, hex: string | null): string | null => {
  const groups = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex ?? '')?.slice(1);
  return vendor === 'nvidia' && groups && /[1-9a-f]/i.test(hex ?? '') ? `GPU-${groups.join('-').toLowerCase()}` : null;
};

/** What the Vulkan driver says of the device behind an adapter; null where nobody could ask. */
export const translateVulkan = (adapter: DawnAdapter): GpuSighting | null => {
  const { vulkan } = adapter;
  if (vulkan === null) return null;
  const vendor = vendorOf(adapter);
  return sightingOf({
    source: 'vulkan',
    vendor,
    vramBytes: vulkan.heapBytes || null,
    pciAddress: normalisePciAddress(vulkan.pciAddress ?? ''),
    pciId: vulkan.pciId?.toLowerCase() ?? null,
    uuid: uuidIn(vendor, vulkan.uuid),
  });
};
