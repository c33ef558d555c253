/**
 * What the selection layer says of the devices behind Dawn's adapters, and how one of them is selected again. Reading
 * the report is pure; where it comes from is capture-report.ts.
 */
import { z } from 'zod';
import type { VulkanFacts } from '../../shared/domain/hardware/adapter.ts';

const id = z.number().int().nonnegative();
const deviceSchema = z.object({
  /** Place in the order of the loader, which is the same in every process of one machine. */
  index: id,
  name: z.string(),
  vendorId: id,
  deviceId: id,
  /** `0000:01:00.0`, lower case. */
  pci: z.string().nullable(),
  /** 32 hex digits, lower case, never all zero. */
  uuid: z.string().nullable(),
  /** The largest device-local heap; null: there is none. */
  localBytes: z.number().int().nonnegative().nullable(),
  /** Whether this process sees it. */
  selected: z.boolean(),
});
export type VulkanDevice = z.infer<typeof deviceSchema>;

const parseLine = (line: string): VulkanDevice | null => {
  try {
    return deviceSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
};

/** @param text one line of JSON a device. @returns in the loader's order; empty when any line is unreadable */
export const parseReport = (text: string): VulkanDevice[] => {
  const devices = text
    .split('\n')
    .filter((line) => line !== '')
    .map(parseLine);
  const readable = devices.filter((device) => device !== null);
  return readable.length === devices.length ? readable : [];
};

/** No GPU sits in the first slot of the first bus: a driver that says so does not know. */
const addressOf = ({ pci }: VulkanDevice): string | null => (pci === null || /^0+:00:00\.0$/.test(pci) ? null : pci);

const hex4 = (value: number): string => value.toString(16).padStart(4, '0');

/** The ids of drivers that have no PCI vendor, such as Mesa's, are above 16 bits. */
export const vulkanFactsOf = (device: VulkanDevice): VulkanFacts => ({
  pciAddress: addressOf(device),
  uuid: device.uuid,
  pciId:
    device.vendorId > 0xffff || device.deviceId > 0xffff ? null : `${hex4(device.vendorId)}:${hex4(device.deviceId)}`,
  heapBytes: device.localBytes,
});

/**
 * Selects the device among all that the driver lists: by its slot, else by its UUID, else by its place, which holds only
 * while no card is added or taken out.
 */
export const selectorOf = (device: VulkanDevice, all: readonly VulkanDevice[]): string => {
  const isOnly = (same: (other: VulkanDevice) => boolean): boolean => all.filter(same).length === 1;
  const address = addressOf(device);
  if (address !== null && isOnly((other) => addressOf(other) === address)) return `pci:${address}`;
  if (device.uuid !== null && isOnly(({ uuid }) => uuid === device.uuid)) return `uuid:${device.uuid}`;
  return `index:${device.index}`;
};

/**
 * The devices behind Dawn's adapters of one name: both list them in one order.
 *
 * @returns as many as `count`, or none when Dawn has left some out, so that nobody knows which is which
 */
export const devicesNamed = (name: string, count: number, devices: readonly VulkanDevice[]): VulkanDevice[] => {
  const named = devices.filter((device) => device.selected && device.name === name);
  return named.length === count ? named : [];
};
