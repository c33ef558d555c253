/** Makes one fact of what several sources say: the best source's word, with every other word kept beside it. Pure. */
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { compareNames } from '../identity/model-name.ts';
import type { GpuKind, GpuSighting, GpuSource } from '../sighting.ts';
import { migOf } from './mig.ts';

export interface Fact<T> {
  value: T | null;
  source: GpuSource | null;
  conflicts: { value: T; source: GpuSource }[];
}

export type Facts = Omit<Gpu, 'id' | 'model' | 'adapterName' | 'selector' | 'unusable'>;

/** Best first: the vendor's own tool, the driver that will run the kernels, then the system's list of devices. */
export const precedence: readonly GpuSource[] = [
  'nvidia-smi-xml',
  'nvidia-smi-csv',
  'nvidia-smi-list',
  'amd-smi-static',
  'rocm-smi',
  'xpu-smi',
  'system-profiler',
  'vulkan',
  'dawn',
  'win32-videocontroller',
  'dxdiag',
  'systeminformation',
  'lspci',
  'intel-gpu-top',
  'catalogue',
];

const byPrecedence = (sightings: readonly GpuSighting[]): GpuSighting[] =>
  sightings.toSorted((a, b) => precedence.indexOf(a.source) - precedence.indexOf(b.source));

const sightingsAgree = (): boolean => false;

const factOf = <T>(
  sightings: readonly GpuSighting[],
  read: (sighting: GpuSighting) => T | null,
  agrees: (a: T, b: T) => boolean = Object.is,
  isOtherMatter: (a: GpuSource, b: GpuSource) => boolean = sightingsAgree,
): Fact<T> => {
  const said = byPrecedence(sightings).flatMap((sighting) => {
    const value = read(sighting);
    return value === null ? [] : [{ value, source: sighting.source }];
  });
  const [best, ...others] = said;
  if (!best) return { value: null, source: null, conflicts: [] };
  const conflicts = others.filter(
    ({ value, source }) => !agrees(best.value, value) && !isOtherMatter(best.source, source),
  );
  return { ...best, conflicts };
};

/**
 * Some tools count the few per cent that the driver keeps for itself, others do not, and Vulkan counts the window of
 * 256 MiB that the processor sees apart; that is no contradiction.
 */
const isSameMemory = (a: number, b: number): boolean => Math.abs(a - b) <= Math.max(0.03 * Math.max(a, b), 2 ** 28);

/** Tools round it each in their own way. */
const isSamePower = (a: number, b: number): boolean => Math.abs(a - b) < 1;

const kindOf = (sightings: readonly GpuSighting[]): GpuKind =>
  byPrecedence(sightings).find(({ kind }) => kind !== 'unknown')?.kind ?? 'unknown';

const isDedicated = (kind: GpuKind): boolean => kind === 'discrete' || kind === 'virtual';

export const factsOf = (sightings: readonly GpuSighting[]): Facts => {
  const kind = kindOf(sightings);
  const vendor = factOf(sightings, (seen) => seen.vendor);
  // The kernel's driver and Mesa have numbers of their own; NVIDIA's parts bear one.
  const isOtherDriver = (a: GpuSource, b: GpuSource): boolean =>
    vendor.value !== 'nvidia' && (a === 'dawn') !== (b === 'dawn');
  return {
    name: factOf(
      sightings,
      ({ name }) => name,
      (a, b) => compareNames(a, b) !== 'different',
    ),
    vendor,
    kind,
    vramBytes: factOf(
      sightings,
      // The heap of a GPU without memory of its own is the system's memory.
      ({ vramBytes, source }) => (source === 'vulkan' && !isDedicated(kind) ? null : vramBytes),
      isSameMemory,
    ),
    driver: factOf(sightings, ({ driver }) => driver, Object.is, isOtherDriver),
    pciAddress: factOf(sightings, ({ pciAddress }) => pciAddress),
    uuid: factOf(sightings, ({ uuid }) => uuid),
    pciId: factOf(sightings, ({ pciId }) => pciId),
    powerLimitWatts: factOf(sightings, ({ powerLimitWatts }) => powerLimitWatts, isSamePower),
    mig: migOf(byPrecedence(sightings).flatMap(({ mig }) => (mig === null ? [] : [mig]))),
  };
};
