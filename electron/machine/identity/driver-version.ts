/** Driver versions in one spelling. Pure. */
import type { GpuVendor } from '../sighting.ts';

/** A driver that came with the kernel is told by the kernel's whole banner, with or without its spaces. */
const kernelBanner = /^Linux ?version ?(\d+(?:\.\d+)+[\w.+~-]*)/i;

/**
 * Windows numbers NVIDIA's driver 595.84 as 32.0.15.9584.
 * @returns NVIDIA's own number for such a one; the kernel's version for a banner; any other version as it is; null for
 *   no version at all
 */
export const normaliseDriver = (vendor: GpuVendor | null, version: string | null | undefined): string | null => {
  const words = version?.trim() ?? '';
  const text = kernelBanner.exec(words)?.[1] ?? words;
  if (!/^\d+(\.\d+)+/.test(text)) return null;
  const windows = /^\d+\.\d+\.\d*(\d)\.(\d{4})$/.exec(text);
  const digits = vendor === 'nvidia' && windows ? `${windows[1]}${windows[2]}` : null;
  return digits === null ? text : `${digits.slice(0, 3)}.${digits.slice(3)}`;
};
