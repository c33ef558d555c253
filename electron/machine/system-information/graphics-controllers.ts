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
    pciAddress: normalisePciAddress(controller.busAddress ?? ''),
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
