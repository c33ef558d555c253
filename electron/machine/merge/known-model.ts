/** What the catalogue adds to what the sources said: the model, and by PCI id what no tool could say. Pure. */
import {
  type GpuModel,
  gpuModels,
  modelOf,
  modelOfName,
  modelOfPciId,
} from '../../../shared/domain/hardware/catalogue.ts';
import { compareNames } from '../identity/model-name.ts';
import type { Fact, Facts } from './facts.ts';

const orKnown = <T>(fact: Fact<T>, known: T | null): Fact<T> =>
  fact.value === null && known !== null ? { value: known, source: 'catalogue', conflicts: [] } : fact;

/** What all models are that share an id, where its maker gave it to several. */
const kindByPciId = (pciId: string): GpuModel['kind'] | null => {
  const kinds = new Set(gpuModels.filter(({ pciIds }) => pciIds.includes(pciId)).map(({ kind }) => kind));
  const [kind = null] = kinds;
  return kinds.size === 1 ? kind : null;
};

/** A card that bears another model's name than its PCI id has been renamed, in its firmware or on the way here. */
const withTrueName = (name: Fact<string>, byId: GpuModel): Fact<string> => {
  const named = name.value === null ? null : modelOfName(name.value);
  if (name.value === null || named === null || named.id === byId.id) return name;
  if (compareNames(name.value, byId.name) !== 'different') return name;
  return { ...name, conflicts: [...name.conflicts, { value: byId.name, source: 'catalogue' }] };
};

/**
 * @returns the facts with the gaps filled that the catalogue fills without guessing. A slice of a board is not the
 *   board: of a virtual GPU the PCI id says neither its name nor its memory.
 */
export const withKnownModel = (facts: Facts): Facts & { model: string | null } => {
  const byId = facts.pciId.value === null ? null : modelOfPciId(facts.pciId.value);
  const model = modelOf({ pciId: facts.pciId.value, name: facts.name.value });
  if (facts.kind === 'software') return { ...facts, model: null };
  const knownKind = model?.kind ?? (facts.pciId.value === null ? null : kindByPciId(facts.pciId.value));
  const kind = facts.kind === 'unknown' ? (knownKind ?? 'unknown') : facts.kind;
  if (byId === null || facts.kind === 'virtual') return { ...facts, kind, model: model?.id ?? null };
  return {
    ...facts,
    kind,
    name: withTrueName(orKnown(facts.name, byId.name), byId),
    vendor: orKnown(facts.vendor, byId.vendor),
    vramBytes: orKnown(facts.vramBytes, byId.vramBytes),
    model: byId.id,
  };
};
