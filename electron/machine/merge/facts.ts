/** Makes one fact of what several sources say: the best source's word, with every other word kept beside it. Pure. */
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { compareNames } from '../model-name.ts';
import type { GpuKind, GpuSighting, GpuSource } from '../sighting.ts';

interface Fact<T> {
  value: T | null;
  source: GpuSource | null;
  conflicts: { value: T; source: GpuSource }[];
}

/** Best first: the vendor's own tool, the driver that will run the kernels, then the system's list of devices. */
const precedence: readonly GpuSource[] = ['nvidia-smi', 'dawn', 'systeminformation'];

const byPrecedence = (sightings: readonly GpuSighting[]): GpuSighting[] =>
  sightings.toSorted((a, b) => precedence.indexOf(a.source) - precedence.indexOf(b.source));

const factOf = <T>(
  sightings: readonly GpuSighting[],
  read: (sighting: GpuSighting) => T | null,
  agrees: (a: T, b: T) => boolean = Object.is,
): Fact<T> => {
  const said = byPrecedence(sightings).flatMap((sighting) => {
    const value = read(sighting);
    return value === null ? [] : [{ value, source: sighting.source }];
  });
  const [best, ...others] = said;
  if (!best) return { value: null, source: null, conflicts: [] };
  return { ...best, conflicts: others.filter(({ value }) => !agrees(best.value, value)) };
};

/** Some tools count the few per cent that the driver keeps for itself, others do not; that is no contradiction. */
const isSameMemory = (a: number, b: number): boolean => Math.abs(a - b) <= 0.03 * Math.max(a, b);

const kindOf = (sightings: readonly GpuSighting[]): GpuKind =>
  byPrecedence(sightings).find(({ kind }) => kind !== 'unknown')?.kind ?? 'unknown';

export const factsOf = (sightings: readonly GpuSighting[]): Omit<Gpu, 'id' | 'adapterName' | 'unusable'> => ({
  name: factOf(
    sightings,
    ({ name }) => name,
    (a, b) => compareNames(a, b) !== 'different',
  ),
  vendor: factOf(sightings, ({ vendor }) => vendor),
  kind: kindOf(sightings),
  vramBytes: factOf(sightings, ({ vramBytes }) => vramBytes, isSameMemory),
  driver: factOf(sightings, ({ driver }) => driver),
  pciAddress: factOf(sightings, ({ pciAddress }) => pciAddress),
  uuid: factOf(sightings, ({ uuid }) => uuid),
  powerLimitWatts: factOf(sightings, ({ powerLimitWatts }) => powerLimitWatts),
});
