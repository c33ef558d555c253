/**
 * What one source says of one GPU, in our own units and spelling. Each source translates into this shape; the merge
 * joins sightings of the same card and knows nothing about any tool.
 */
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';

export type GpuSource = 'nvidia-smi' | 'systeminformation' | 'dawn';
export type GpuVendor = NonNullable<Gpu['vendor']['value']>;
export type GpuKind = Gpu['kind'];
export type Engine = Inventory['engine'];

/** null: this source does not say. */
export interface GpuSighting {
  readonly source: GpuSource;
  readonly name: string | null;
  readonly vendor: GpuVendor | null;
  readonly kind: GpuKind;
  readonly vramBytes: number | null;
  readonly driver: string | null;
  /** `0000:01:00.0`, lower case. */
  readonly pciAddress: string | null;
  readonly uuid: string | null;
  readonly powerLimitWatts: number | null;
}
