/**
 * What one source says of one GPU, in our own units and spelling. Each source translates into this shape; the merge
 * joins sightings of the same card and knows nothing about any tool.
 */
import type { Display, factSources, Gpu, Inventory, MigDevice } from '../../shared/contract/app/machine.ts';

export type GpuSource = (typeof factSources)[number];
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
  /** `10de:2684`, lower case. */
  readonly pciId: string | null;
  readonly powerLimitWatts: number | null;
  /** Empty: the source says that it is not cut. */
  readonly mig: readonly MigDevice[] | null;
  /** The source itself says that the card cannot be used now. */
  readonly unusable: 'lost' | 'stopped' | 'mig_mode' | 'paravirtual' | null;
}

/** Everything that one source sees. */
export interface Seen {
  readonly gpus: readonly GpuSighting[];
  readonly displays: readonly Display[];
}

/** A sighting of which the source says only what is named. */
export const sightingOf = (said: Partial<GpuSighting> & Pick<GpuSighting, 'source'>): GpuSighting => ({
  name: null,
  vendor: null,
  kind: 'unknown',
  vramBytes: null,
  driver: null,
  pciAddress: null,
  uuid: null,
  pciId: null,
  powerLimitWatts: null,
  mig: null,
  unusable: null,
  ...said,
});
