/** Which of this PC's hardware takes part, and what the network is told of it. Pure: claims only, never proofs. */
import type { Gpu, Inventory, Readings } from '../../shared/contract/app/machine.ts';
import type { GpuClaim, HardwareClaim } from '../../shared/contract/network/devices.ts';
import { mostParts } from '../../shared/contract/network/proofs.ts';
import { refusalOfClaim } from '../../shared/domain/hardware/claim.ts';
import { classOfGpu, unlistedClass } from '../../shared/domain/hardware/device-class.ts';
import { inferenceModel } from '../../shared/domain/inference/model.ts';

/** Memory of a GPU that nobody holds by its newest reading; null where no tool says. */
export const freeVramBytesOf = (gpu: Gpu, readings: Readings): number | null => {
  const used = readings.gpus[gpu.id]?.now.vramUsedBytes ?? null;
  const total = gpu.vramBytes.value;
  return used === null || total === null ? null : Math.max(0, total - used);
};

/** Models of the catalogue, by GPU. */
export const modelsOf = (inventory: Inventory | null): Record<string, string> =>
  Object.fromEntries((inventory?.gpus ?? []).flatMap(({ id, model }) => (model === null ? [] : [[id, model]])));

/** A GPU that proves, and how its probe finds it. */
export interface ProvingGpu {
  readonly id: string;
  readonly adapterName: string;
  /** null: the adapter's name is enough. */
  readonly selector: string | null;
  readonly driver: string | null;
}

export interface Hardware {
  claim: HardwareClaim;
  /** In the order of the claim; empty: the processor proves. */
  gpus: readonly ProvingGpu[];
  /** What the device is called on the network until the owner names it. */
  label: string;
}

const algorithms = ['perigee-fill-walk-1'];
const models = [inferenceModel];

const classOf = (gpu: Gpu) => classOfGpu({ name: gpu.name.value, vramBytes: gpu.vramBytes.value, kind: gpu.kind });

/** A real GPU before a software one, then by weight, then by memory. */
const byWorth = (a: Gpu, b: Gpu): number =>
  Number(a.kind === 'software') - Number(b.kind === 'software') ||
  classOf(b).weightMilli - classOf(a).weightMilli ||
  (b.vramBytes.value ?? 0) - (a.vramBytes.value ?? 0) ||
  (a.id < b.id ? -1 : 1);

/** What a proof may take of a card whose owner uses it too; a little stays for the next window that is opened. */
const offeredShare = 0.95;

const cardClaim = (gpu: Gpu, { memory }: Inventory, freeVramBytes: number | null): GpuClaim => ({
  model: gpu.model,
  // A unified GPU has the system's memory.
  vramBytes: gpu.kind === 'unified' ? memory.totalBytes : gpu.vramBytes.value,
  offeredBytes: freeVramBytes === null ? null : Math.floor(freeVramBytes * offeredShare),
});

const cpuHardware = ({ cpu }: Inventory): Hardware => ({
  claim: {
    kind: 'cpu',
    class: 'cpu',
    count: 1,
    vramBytes: null,
    isSoftware: false,
    threads: cpu.threads,
    gpus: [],
    algorithms,
    models,
  },
  gpus: [],
  label: cpu.name ?? 'CPU',
});

/** A claim that contradicts itself would be refused: such cards take part as unlisted ones. */
const acceptable = (claim: HardwareClaim): HardwareClaim =>
  refusalOfClaim(claim) === null ? claim : { ...claim, class: unlistedClass.name };

/**
 * @param gpusOff ids that the owner keeps for themself
 * @param acceptsSoftware only Localnet takes a software adapter
 * @param freeBytesOf memory of the GPU that nobody holds now; null where the driver does not say
 * @returns the best usable GPU with all of its class, else the processor
 */
export const chooseHardware = (
  inventory: Inventory,
  gpusOff: readonly string[],
  acceptsSoftware: boolean,
  freeBytesOf: (gpu: Gpu) => number | null = () => null,
): Hardware => {
  const usable = inventory.gpus
    .filter(
      (gpu) =>
        gpu.unusable === null &&
        gpu.adapterName !== null &&
        !gpusOff.includes(gpu.id) &&
        (acceptsSoftware || gpu.kind !== 'software'),
    )
    .sort(byWorth);
  const [best] = usable;
  if (!best) return cpuHardware(inventory);
  const { name } = classOf(best);
  // One software adapter is the processor once more, and so would be a second.
  const isAlone = best.kind === 'software' || name === unlistedClass.name;
  const cards = isAlone ? [best] : usable.filter((gpu) => classOf(gpu).name === name).slice(0, mostParts);
  return {
    claim: acceptable({
      kind: 'gpu',
      class: name,
      count: cards.length,
      vramBytes: best.vramBytes.value,
      isSoftware: best.kind === 'software',
      threads: inventory.cpu.threads,
      gpus: cards.map((gpu) => cardClaim(gpu, inventory, freeBytesOf(gpu))),
      algorithms,
      models,
    }),
    gpus: cards.map(({ id, adapterName, selector, driver }) => ({
      id,
      adapterName: adapterName ?? '',
      selector,
      driver: driver.value,
    })),
    label: best.name.value ?? 'GPU',
  };
};
