/** Translates the adapters that the probe found into sightings, and knows software renderers from GPUs. Pure. */
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import { normaliseDriver } from '../driver-version.ts';
import { kindFromName, vendorFromWords } from '../model-name.ts';
import type { GpuSighting, GpuVendor } from '../sighting.ts';

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

/** `NVIDIA: 550.54.14`, `radv: Mesa 25.0.7-2`, `D3D12 driver version 31.0.15.3713`, `SwiftShader driver 5.0.0` */
const driverIn = (vendor: GpuVendor | null, description: string): string | null =>
  normaliseDriver(vendor, /\d+(?:\.\d+)+/.exec(description)?.[0]);

export const translateAdapter = (adapter: DawnAdapter): GpuSighting => {
  const vendor = vendorOf(adapter);
  const name = adapter.name.trim() || null;
  return {
    source: 'dawn',
    name,
    vendor,
    kind: isSoftwareAdapter(adapter) ? 'software' : kindFromName(vendor, name),
    vramBytes: null,
    // Metal's description is the version of macOS.
    driver: adapter.backend === 'metal' ? null : driverIn(vendor, adapter.description),
    pciAddress: null,
    uuid: null,
    powerLimitWatts: null,
  };
};
