/** Which of this PC's hardware takes part, and what the network is told of it. Pure: claims only, never proofs. */
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import { classOfGpu } from '../../shared/domain/hardware/device-class.ts';

export interface Hardware {
  claim: HardwareClaim;
  /** The adapter that proves; null: the processor does. */
  adapterName: string | null;
  gpuIds: readonly string[];
  /** What the device is called on the network until the owner names it. */
  label: string;
}

const weightOf = (gpu: Gpu): number =>
  classOfGpu({ name: gpu.name.value, vramBytes: gpu.vramBytes.value, kind: gpu.kind }).weightMilli;

/** A real GPU before a software one, then by weight, then by memory. */
const byWorth = (a: Gpu, b: Gpu): number =>
  Number(a.kind === 'software') - Number(b.kind === 'software') ||
  weightOf(b) - weightOf(a) ||
  (b.vramBytes.value ?? 0) - (a.vramBytes.value ?? 0) ||
  (a.id < b.id ? -1 : 1);

/**
 * @param gpusOff ids that the owner keeps for themself
 * @param acceptsSoftware only Localnet takes a software adapter
 * @returns the best usable GPU, else the processor
 */
export const chooseHardware = (
  inventory: Inventory,
  gpusOff: readonly string[],
  acceptsSoftware: boolean,
): Hardware => {
  const { threads, name: cpuName } = inventory.cpu;
  const usable = inventory.gpus.filter(
    (gpu) =>
      gpu.unusable === null &&
      gpu.adapterName !== null &&
      !gpusOff.includes(gpu.id) &&
      (acceptsSoftware || gpu.kind !== 'software'),
  );
  const best = usable.sort(byWorth)[0];
  if (!best) {
    return {
      claim: { kind: 'cpu', class: 'cpu', count: 1, vramBytes: null, isSoftware: false, threads },
      adapterName: null,
      gpuIds: [],
      label: cpuName ?? 'CPU',
    };
  }
  const { name, vramBytes, kind } = best;
  return {
    claim: {
      kind: 'gpu',
      class: classOfGpu({ name: name.value, vramBytes: vramBytes.value, kind }).name,
      count: 1,
      vramBytes: vramBytes.value,
      isSoftware: kind === 'software',
      threads,
    },
    adapterName: best.adapterName,
    gpuIds: [best.id],
    label: name.value ?? 'GPU',
  };
};
