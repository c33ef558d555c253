/**
 * The GPUs that Perigee knows by model, read from resources/gpu-catalogue, and how one is found there. It says what a
 * model should be and never what a device is: names and ids are claims.
 */
import amd from '../../../resources/gpu-catalogue/amd.json' with { type: 'json' };
import apple from '../../../resources/gpu-catalogue/apple.json' with { type: 'json' };
import intel from '../../../resources/gpu-catalogue/intel.json' with { type: 'json' };
import nvidia from '../../../resources/gpu-catalogue/nvidia.json' with { type: 'json' };
import type { GpuModel } from './catalogue-schema.ts';

export type { GpuModel } from './catalogue-schema.ts';

/** The test holds every entry against the schema; nothing is checked again at run time. */
export const gpuModels = [...nvidia, ...amd, ...intel, ...apple] as readonly GpuModel[];

/** What is longer is no product's name, and not worth reading. */
const longestName = 200;

/** Without the maker's words, the signs of trade marks, and what a driver adds in brackets: `(RADV NAVI31)`, `(DG2)`. */
const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\((tm|r|c)\)|[™®©]/g, ' ')
    .replace(/\([^()]*\)\s*$/, ' ')
    .replace(/\b(nvidia|amd|ati|intel|apple|corporation)\b/g, ' ')
    .trim()
    .replace(/\s+/g, ' ');

const byPciId = Map.groupBy(
  gpuModels.flatMap((model) => model.pciIds.map((pciId) => ({ pciId, model }))),
  ({ pciId }) => pciId,
);

const byName = new Map(
  gpuModels.flatMap((model) => [model.name, ...model.aliases].map((name) => [plainName(name), model] as const)),
);

const modelsOfPciId = (pciId: string): GpuModel[] => (byPciId.get(pciId.toLowerCase()) ?? []).map(({ model }) => model);

/**
 * @param pciId vendor and device, `10de:2684`
 * @returns null for an unlisted id, and for one that its maker gave to several models; sizes of memory under one id are
 *   one model
 */
export const modelOfPciId = (pciId: string): GpuModel | null => {
  const [first, ...others] = modelsOfPciId(pciId);
  return others.length === 0 ? (first ?? null) : null;
};

/** @returns the model of exactly this name; a laptop's or a sliced card's longer name is another's or nobody's */
export const modelOfName = (name: string): GpuModel | null =>
  name.length > longestName ? null : (byName.get(plainName(name)) ?? null);

/** Vendor and device decide where they are known; a name only chooses among the models that share them. */
export const modelOf = ({ pciId, name }: { pciId: string | null; name: string | null }): GpuModel | null => {
  const named = name === null ? null : modelOfName(name);
  if (pciId === null) return named;
  return modelOfPciId(pciId) ?? modelsOfPciId(pciId).find((model) => model === named) ?? null;
};
