/** The maker of a GPU by its PCI id. Pure. */
import type { GpuVendor } from '../sighting.ts';

const makers: Readonly<Record<string, GpuVendor>> = {
  '10de': 'nvidia',
  '1002': 'amd',
  '8086': 'intel',
  '106b': 'apple',
};

/** @param pciId `10de:2684`; @returns null for an unknown id and for a maker whose name has to be read */
export const vendorOfPciId = (pciId: string | null): GpuVendor | null => makers[pciId?.slice(0, 4) ?? ''] ?? null;
