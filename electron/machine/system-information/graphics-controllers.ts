/** Translates systeminformation's graphics controllers into sightings, leaving out displays that are no GPUs. Pure. */
import { normaliseDriver } from '../driver-version.ts';
import { kindFromName, vendorFromWords } from '../model-name.ts';
import { normalisePciAddress } from '../pci-address.ts';
import type { GpuSighting } from '../sighting.ts';

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
 * Displays without a processor behind them: remote desktops, virtual monitors, a hypervisor's or a server's console
 * screen, and Windows' stand-in for a card that has no driver.
 */
const displayOnly = [
  /citrix|parsec|teamviewer|anydesk|splashtop|spacedesk|displaylink|dameware|sunlogin|\boray|todesk|rustdesk/i,
  /microsoft (remote display|basic display|basic render|hyper-v)|remote desktop|hyper-v video|\brdp/i,
  /indirect display|idd\b|iddsample|virtual (display|monitor|desktop)|mirror driver|usb mobile monitor/i,
  /vmware svga|virtualbox graphics|\bqxl\b|cirrus logic|bochs|virtio|red hat.*(gpu|qxl)|\b1234:1111\b/i,
  /aspeed|matrox.*g200|mgag200/i,
];

const isDisplayOnly = ({ vendor, model }: GraphicsController): boolean =>
  displayOnly.some((pattern) => pattern.test(`${vendor} ${model}`));

/** lspci puts the product in brackets behind the chip: `GA102 [GeForce RTX 3090]`. */
const productName = ({ name, model }: GraphicsController): string | null =>
  name?.trim() || /\[([^\]]+)\]\s*$/.exec(model)?.[1]?.trim() || model.trim() || null;

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

/** @returns one sighting per controller that can be a GPU, in the order given */
export const translateControllers = (
  controllers: readonly GraphicsController[],
  platform: NodeJS.Platform,
): GpuSighting[] =>
  controllers
    .filter((controller) => !isDisplayOnly(controller))
    .filter(({ vendor, model, name }) => `${vendor}${model}${name ?? ''}`.trim() !== '')
    .map((controller) => {
      const name = productName(controller);
      const vendor = vendorFromWords(`${controller.vendor} ${controller.model}`);
      return {
        source: 'systeminformation',
        name,
        vendor,
        kind: kindFromName(vendor, name),
        vramBytes: trustedVramBytes(controller, platform),
        driver: normaliseDriver(vendor, controller.driverVersion),
        pciAddress: normalisePciAddress(controller.busAddress ?? ''),
        uuid: null,
        powerLimitWatts: null,
      };
    });
