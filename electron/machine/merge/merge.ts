/** From everything that was seen to the list of GPUs: one per physical device, each fact with its source. Pure. */
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import type { DawnAdapter } from '../../../shared/domain/hardware/adapter.ts';
import type { GpuSighting } from '../sighting.ts';
import { type EquippedCard, equipCards } from './adapters.ts';
import { joinCards } from './cards.ts';
import { factsOf } from './facts.ts';

export interface Seen {
  readonly nvidiaSmi: readonly GpuSighting[];
  readonly systemInformation: readonly GpuSighting[];
  readonly adapters: readonly DawnAdapter[];
  /** Whether nvidia-smi is there and failed, which is then the reason that an NVIDIA card has no adapter. */
  readonly hasNvidiaSmiFailed: boolean;
}

const unusableReason = (card: EquippedCard, vendor: Gpu['vendor']['value'], seen: Seen): Gpu['unusable'] => {
  if (card.adapterName !== null) return null;
  if (!card.isSeparable) return 'not_separable';
  return vendor === 'nvidia' && seen.hasNvidiaSmiFailed ? 'tool_error' : 'no_adapter';
};

const stableId = (gpu: Omit<Gpu, 'id'>): string =>
  gpu.pciAddress.value ?? gpu.uuid.value ?? gpu.name.value ?? `${gpu.vendor.value ?? 'unknown'} GPU`;

/** Cards that share a name and have nothing better are numbered in the order in which they were listed. */
const numbered = (ids: readonly string[]): string[] => {
  const times = new Map<string, number>();
  return ids.map((id) => {
    const nth = (times.get(id) ?? 0) + 1;
    times.set(id, nth);
    return nth === 1 ? id : `${id} #${nth}`;
  });
};

export const mergeGpus = (seen: Seen): Gpu[] => {
  const cards = equipCards(joinCards([seen.nvidiaSmi, seen.systemInformation]), seen.adapters);
  const gpus = cards.map((card) => {
    const facts = factsOf(card.sightings);
    return { ...facts, adapterName: card.adapterName, unusable: unusableReason(card, facts.vendor.value, seen) };
  });
  const ids = numbered(gpus.map(stableId));
  return gpus.map((gpu, index) => ({ id: ids[index] ?? stableId(gpu), ...gpu }));
};
