/** By which signs two sightings are of one card, and by which they cannot be. Pure. */
import { modelOf } from '../../../shared/domain/hardware/catalogue.ts';
import { compareNames } from '../identity/model-name.ts';
import type { GpuSighting } from '../sighting.ts';

/** The known vendor must not contradict; an unknown one may be any. */
export const isSameVendor = (a: GpuSighting, b: GpuSighting): boolean =>
  a.vendor === null || b.vendor === null || a.vendor === b.vendor;

const areKnownAndDiffer = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;

/** Vendors number their cards each in their own way: only numbers of one making can be held against each other. */
const areComparableUuids = (a: GpuSighting, b: GpuSighting): boolean =>
  a.source === b.source || [a, b].every(({ uuid }) => uuid?.startsWith('GPU-') ?? false);

/** Nothing that both say rules out that they mean one card. Two slots are two cards, however alike. */
export const mayBeOne = (a: GpuSighting, b: GpuSighting): boolean =>
  isSameVendor(a, b) &&
  !areKnownAndDiffer(a.pciAddress, b.pciAddress) &&
  !areKnownAndDiffer(a.pciId, b.pciId) &&
  !(areComparableUuids(a, b) && areKnownAndDiffer(a.uuid, b.uuid));

export const haveSameAddress = (a: GpuSighting, b: GpuSighting): boolean =>
  a.pciAddress !== null && a.pciAddress === b.pciAddress;

export const haveSameUuid = (a: GpuSighting, b: GpuSighting): boolean =>
  a.uuid !== null && a.uuid === b.uuid && isSameVendor(a, b) && !areKnownAndDiffer(a.pciAddress, b.pciAddress);

export const haveSamePciId = (a: GpuSighting, b: GpuSighting): boolean => a.pciId !== null && a.pciId === b.pciId;

export const areNamed =
  (wanted: 'same' | 'compatible') =>
  (a: GpuSighting, b: GpuSighting): boolean =>
    a.name !== null && b.name !== null && compareNames(a.name, b.name) === wanted;

/** Known by no name, or by no better one than the chip's in the system's list, such as `Phoenix1`. */
export const isOfUnclearName = ({ name, source }: GpuSighting): boolean =>
  name === null || source === 'systeminformation' || source === 'lspci';

/** Two models that are both in the catalogue are two cards, whatever else is unclear. */
export const areOtherModels = (a: GpuSighting, b: GpuSighting): boolean =>
  areKnownAndDiffer(modelOf(a)?.id ?? null, modelOf(b)?.id ?? null);

/** Says only that there is such a GPU, as intel_gpu_top does. */
export const isAnonymous = ({ name, pciAddress, uuid, pciId }: GpuSighting): boolean =>
  name === null && pciAddress === null && uuid === null && pciId === null;
