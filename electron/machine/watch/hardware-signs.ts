/**
 * What shows without starting a process that a card came or went or that a driver was updated. On Linux: the graphics
 * cards on the PCI bus, whether each still answers, and the versions of the loaded drivers. On Windows: when a driver
 * was last put into the system's store. Elsewhere nothing shows so cheaply.
 */
import { open, readdir, readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';

export interface CardSign {
  /** Kernel driver that holds the card, such as `nvidia` or `vfio-pci`; null: none does. */
  readonly driver: string | null;
  /** Listed, and nothing answers at its address: it fell off the bus. */
  readonly isSilent: boolean;
}

export interface HardwareSigns {
  /** Graphics cards by PCI address; null where the system has no such list. */
  readonly cards: Readonly<Record<string, CardSign>> | null;
  /** Changes when a driver was updated. */
  readonly drivers: string;
}

export type ReadSigns = () => Promise<HardwareSigns>;

export interface SignPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `/sys` and `/proc` stand; `/` on a real system. */
  readonly root: string;
}

const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch {
    // Absent, or gone since it was listed: both are ordinary answers here.
    return null;
  }
};

const readWords = async (file: string): Promise<string | null> =>
  (await orNull(readFile(file, 'utf8')))?.trim() ?? null;

/**
 * The first word of its configuration space, which a card that is gone answers with ones. A sleeping card is not asked:
 * asking would wake it.
 */
const isSilent = async (device: string): Promise<boolean> => {
  const power = await readWords(path.join(device, 'power', 'runtime_status'));
  if (power === 'suspended' || power === 'suspending') return false;
  const file = await orNull(open(path.join(device, 'config')));
  if (!file) return false;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16LE(0) === 0xffff;
  } catch {
    return true;
  } finally {
    await file.close();
  }
};

const driversWithVersion = ['nvidia', 'amdgpu', 'i915', 'xe'];

const readDrivers = async (root: string): Promise<string> => {
  const versions = await Promise.all([
    readWords(path.join(root, 'proc/driver/nvidia/version')),
    ...driversWithVersion.map((name) => readWords(path.join(root, 'sys/module', name, 'version'))),
  ]);
  return versions.map((version) => version ?? '').join('\n');
};

/** PCI class 03: display controllers. */
const isDisplayClass = (pciClass: string | null): boolean => pciClass?.startsWith('0x03') ?? false;

const createLinuxSigns = (root: string): ReadSigns => {
  const bus = path.join(root, 'sys/bus/pci/devices');
  /** What a device is does not change while it is there, so it is read once. */
  const classes = new Map<string, string | null>();
  return async () => {
    const listed = await orNull(readdir(bus));
    const addresses = listed ?? [];
    for (const known of classes.keys()) if (!addresses.includes(known)) classes.delete(known);
    const cards: Record<string, CardSign> = {};
    for (const address of addresses.toSorted()) {
      const device = path.join(bus, address);
      if (!classes.has(address)) classes.set(address, await readWords(path.join(device, 'class')));
      if (!isDisplayClass(classes.get(address) ?? null)) continue;
      const driver = await orNull(readlink(path.join(device, 'driver')));
      cards[address] = { driver: driver && path.basename(driver), isSilent: await isSilent(device) };
    }
    return { cards: listed && cards, drivers: await readDrivers(root) };
  };
};

const createWindowsSigns = (env: SignPlaces['env']): ReadSigns => {
  const store = `${env.SystemRoot ?? env.SYSTEMROOT ?? 'C:\\Windows'}\\System32\\DriverStore\\FileRepository`;
  return async () => ({ cards: null, drivers: String((await orNull(stat(store)))?.mtimeMs ?? '') });
};

export const createReadSigns = (
  { platform, env, root }: SignPlaces = { platform: process.platform, env: process.env, root: '/' },
): ReadSigns => {
  if (platform === 'linux') return createLinuxSigns(root);
  if (platform === 'win32') return createWindowsSigns(env);
  return async () => ({ cards: null, drivers: '' });
};

/** Addresses at which a card is listed and no longer answers. */
export const silentAddresses = ({ cards }: HardwareSigns): string[] =>
  Object.entries(cards ?? {}).flatMap(([address, sign]) => (sign.isSilent ? [address] : []));
