/** Translates systeminformation's graphics controllers into sightings and displays. Pure. */
import { displayReason, isBasicRenderer } from '../identity/display-only.ts';
import { normaliseDriver } from '../identity/driver-version.ts';
import { kindFromName, productName, vendorFromWords } from '../identity/model-name.ts';
import { normalisePciAddress } from '../identity/pci-address.ts';
import { type GpuSighting, type Seen, sightingOf } from '../sighting.ts';

/** The part of systeminformation's GraphicsControllerData that is read here. */
export interface GraphicsController {
  readonly vendor: string;
  readonly model: string;
  /** Empty where it was seen by OpenCL alone. */
  readonly bus?: string;
  readonly busAddress?: string;
  /** MiB. On Linux the size of the largest PCI window, which is not the card's memory. */
  readonly vram: number | null;
  readonly driverVersion?: string;
  /** The name from nvidia-smi, where systeminformation ran it. */
  readonly name?: string;
}

/**
 * Windows keeps AdapterRAM in 32 bits and stops at 4293918720 bytes, 4095 MiB: such a figure says only "4 GiB or more".
 * On Linux the figure is the PCI window, often 256 MiB of a 24 GiB card.
 */
const trustedVramBytes = ({ vram }: GraphicsController, platform: NodeJS.Platform): number | null => {
  if (platform === 'linux' || vram === null || !Number.isFinite(vram) || vram <= 0) return null;
  if (platform === 'win32' && Math.floor(vram) === 4095) return null;
  const bytes = Math.round(vram * 2 ** 20);
  return Number.isSafeInteger(bytes) ? bytes : null;
};

/**
 * Where OpenCL alone saw an NVIDIA card, systeminformation 5 takes the card's slot (0..31) for slot and function in one
 * byte, and says 00:00.6 of the card at 00:06.0. Seen on an H200 in a virtual machine without lspci.
 */
const addressOf = ({ vendor, bus, busAddress = '' }: GraphicsController, platform: NodeJS.Platform): string => {
  const [, before, slot, part] = /^(.*:)([0-9]{2})\.([0-7])$/.exec(busAddress) ?? [];
  const own = 8 * Number(slot) + Number(part);
  const isMisread = platform === 'linux' && bus === '' && /nvidia/i.test(vendor) && own < 32;
  return isMisread ? `${before}${own.toString(16).padStart(2, '0')}.0` : busAddress;
};

const sightingFrom = (controller: GraphicsController, platform: NodeJS.Platform): GpuSighting => {
  const words = `${controller.vendor} ${controller.model}`;
  const name = controller.name?.trim() || productName(controller.model);
  const vendor = vendorFromWords(words);
  return sightingOf({
    source: 'systeminformation',
    name,
    vendor,
    kind: isBasicRenderer(words) ? 'software' : kindFromName(vendor, name),
    vramBytes: trustedVramBytes(controller, platform),
    driver: normaliseDriver(vendor, controller.driverVersion),
    pciAddress: normalisePciAddress(addressOf(controller, platform)),
  });
};

/** @returns one sighting per controller that can be a GPU and one display per other one, in the order given */
export const translateControllers = (controllers: readonly GraphicsController[], platform: NodeJS.Platform): Seen => {
  const named = controllers.filter(({ vendor, model, name }) => `${vendor}${model}${name ?? ''}`.trim() !== '');
  const reasons = new Map(named.map((each) => [each, displayReason(`${each.vendor} ${each.model}`)]));
  return {
    gpus: named.filter((each) => !reasons.get(each)).map((each) => sightingFrom(each, platform)),
    displays: named.flatMap((each) => {
      const reason = reasons.get(each);
      return reason ? [{ name: each.model.trim() || each.vendor.trim(), reason, source: 'systeminformation' }] : [];
    }),
  };
};
