/**
 * What a claim must say before it is worth asking for a proof: class, models and memory that fit together. A class that
 * earns much with a memory that is easily filled would be the cheapest lie of all. Pure.
 */
import type { GpuClaim, HardwareClaim } from '../../contract/network/devices.ts';
import { type GpuModel, gpuModels } from './catalogue.ts';
import { classOfGpu, cpuClass, deviceClasses, softwareGpuClass, unlistedClass } from './device-class.ts';

/** `memory`: the card claims less than its model comes with, or none. */
export type ClaimRefusal = 'class_unknown' | 'class_contradicts_kind' | 'class_contradicts_model' | 'count' | 'memory';

/** Less than the data sheet by what a driver keeps, ECC takes and a maker rounds. */
const leastMemoryShare = 0.85;

const classOfModel = ({ name, vramBytes, kind }: GpuModel): string => classOfGpu({ name, vramBytes, kind }).name;

/** Models of each class, the one with the least bandwidth first: nobody is asked for more than the class's slowest. */
const modelsByClass = Map.groupBy(
  gpuModels.toSorted((a, b) => (a.bandwidthGBPerS ?? 0) - (b.bandwidthGBPerS ?? 0)),
  classOfModel,
);

export const modelById = (id: string | null): GpuModel | null =>
  id === null ? null : (gpuModels.find((model) => model.id === id) ?? null);

/** Whom a claimed card is measured against: its own model, else the slowest of its class. */
export const modelOfClaim = (className: string, card: GpuClaim): GpuModel | null =>
  modelById(card.model) ?? modelsByClass.get(className)?.[0] ?? null;

/** The cards of a claim; an app of before there were rigs names its one card's memory only. */
export const cardsOf = (claim: HardwareClaim): GpuClaim[] =>
  claim.gpus.length > 0 ? claim.gpus : [{ model: null, vramBytes: claim.vramBytes, offeredBytes: null }];

const leastMemoryOf = ({ vramBytes, vramVariants, kind }: GpuModel): number =>
  kind === 'unified'
    ? 0
    : leastMemoryShare * Math.min(...[vramBytes, ...vramVariants].filter((bytes) => bytes !== null));

const cardRefusal = (className: string, card: GpuClaim): ClaimRefusal | null => {
  const own = modelById(card.model);
  if (own !== null && classOfModel(own) !== className) return 'class_contradicts_model';
  const model = modelOfClaim(className, card);
  if (model === null) return 'class_unknown';
  const least = leastMemoryOf(model);
  return card.vramBytes === null || (Number.isFinite(least) && card.vramBytes < least) ? 'memory' : null;
};

/** @returns null for a claim that can be asked to prove itself */
export const refusalOfClaim = (claim: HardwareClaim): ClaimRefusal | null => {
  if (!deviceClasses.some(({ name }) => name === claim.class) && claim.class !== unlistedClass.name)
    return 'class_unknown';
  if (claim.kind === 'cpu') return claim.class === cpuClass.name && claim.count === 1 ? null : 'class_contradicts_kind';
  if (claim.class === cpuClass.name || claim.isSoftware !== (claim.class === softwareGpuClass.name))
    return 'class_contradicts_kind';
  const cards = cardsOf(claim);
  if (cards.length !== claim.count) return 'count';
  if (claim.isSoftware || claim.class === unlistedClass.name) return null;
  return cards.map((card) => cardRefusal(claim.class, card)).find((refusal) => refusal !== null) ?? null;
};
