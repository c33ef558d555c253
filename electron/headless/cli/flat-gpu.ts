/** A GPU as `--json` prints it: plain values, and beside them which source said each. */
import type { Gpu } from '../../../shared/contract/app/machine.ts';

/** Facts with a source, by the names that programs know them by. */
export const factsOfGpu = (gpu: Gpu) => ({
  name: gpu.name,
  vendor: gpu.vendor,
  vramBytes: gpu.vramBytes,
  pci: gpu.pciAddress,
  uuid: gpu.uuid,
  driver: gpu.driver,
  pciId: gpu.pciId,
  powerLimitWatts: gpu.powerLimitWatts,
});

export const flatGpu = (gpu: Gpu) => {
  const facts = factsOfGpu(gpu);
  return {
    id: gpu.id,
    ...(Object.fromEntries(Object.entries(facts).map(([key, fact]) => [key, fact.value])) as {
      [Key in keyof typeof facts]: (typeof facts)[Key]['value'];
    }),
    model: gpu.model,
    mig: gpu.mig,
    kind: gpu.kind,
    usable: gpu.unusable === null,
    unusable: gpu.unusable,
    sources: Object.fromEntries(
      Object.entries(facts).flatMap(([key, { source }]) => (source === null ? [] : [[key, source]])),
    ),
    conflicts: Object.fromEntries(
      Object.entries(facts).flatMap(([key, { conflicts }]) => (conflicts.length === 0 ? [] : [[key, conflicts]])),
    ),
  };
};
