/** Which PCI functions are parts of one physical GPU: second displays, and the virtual functions of SR-IOV. Pure. */
import type { PciDevice } from './device.ts';

/** Domain and bus, of which the maker's own functions are looked at together. */
const busOf = ({ slot, vendorId, words }: PciDevice): string =>
  `${slot.slice(0, -5).toLowerCase()} ${vendorId ?? words.split(' ', 1)[0]}`;

/** Device and function: `00.0` */
const placeOf = ({ slot }: PciDevice): string => slot.slice(-4).toLowerCase();

/** AMD's bear it in their names: `Aqua Vanjaram [Instinct MI300X VF]`. */
export const isVirtualFunction = ({ model }: PciDevice): boolean => /\bVF\b|virtual function/i.test(model);

const isPart = (device: PciDevice, places: ReadonlySet<string>): boolean => {
  const place = placeOf(device);
  if (!place.endsWith('.0')) return places.has(`${place.slice(0, 2)}.0`) || places.has('00.0');
  if (place === '00.0' || !places.has('00.0')) return false;
  return isVirtualFunction(device) || [...places].some((other) => /^00\.[1-7]$/.test(other));
};

/**
 * A card of its own is function 0. What shares its slot is part of it: old cards' second display, Intel's virtual
 * functions (`00:02.1`). NVIDIA's and AMD's virtual functions go on over the next slot numbers of the card's bus
 * (`41:00.4` … `41:02.3`), which without them holds one card alone: only beside such functions are those slots parts
 * too, for some hypervisors put several whole cards on one bus.
 *
 * @param gpus all display functions
 * @returns those that are cards of their own, in the order given
 */
export const cardsAmong = (gpus: readonly PciDevice[]): PciDevice[] => {
  const placesByBus = new Map<string, Set<string>>();
  for (const gpu of gpus) {
    const places = placesByBus.get(busOf(gpu)) ?? new Set();
    placesByBus.set(busOf(gpu), places.add(placeOf(gpu)));
  }
  return gpus.filter((gpu) => !isPart(gpu, placesByBus.get(busOf(gpu)) ?? new Set()));
};
