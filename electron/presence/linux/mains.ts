/** Whether the PC runs on its battery, from the kernel's own table of power supplies. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../shared/units/time.ts';
import { polled, type SignSource } from '../sign-source.ts';

const everyMs = 500;
/** A PC without a battery does not get one by itself. */
const withoutBatteryMs = 60_000;
const tableFolder = '/sys/class/power_supply';

export interface PowerSupply {
  /** `Mains`, `USB`, `Battery`, `UPS` */
  readonly type: string;
  /** Of a charger: whether it delivers. */
  readonly isOnline: boolean | null;
  /** Of a battery: `Charging`, `Discharging`, `Full`, `Not charging`, `Unknown`. */
  readonly status: string | null;
  /** `Device` for the battery of a mouse or headset. */
  readonly scope: string | null;
}

/** @returns null for a PC without a battery of its own, which is always on mains */
export const isOnBatteryOf = (supplies: readonly PowerSupply[]): boolean | null => {
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  const batteries = own.filter(({ type }) => type === 'Battery' || type === 'UPS');
  if (batteries.length === 0) return null;
  const chargers = own.filter(({ type, isOnline }) => (type === 'Mains' || type === 'USB') && isOnline !== null);
  if (chargers.some(({ isOnline }) => isOnline)) return false;
  // A port without a plug says "offline" too; what charges has its power from somewhere.
  if (batteries.some(({ status }) => status === 'Charging')) return false;
  return chargers.length > 0 || batteries.some(({ status }) => status === 'Discharging');
};

const field = async (folder: string, name: string): Promise<string | null> => {
  try {
    return (await readFile(join(folder, name), 'utf8')).trim();
  } catch {
    return null;
  }
};

export const readPowerSupplies = async (folder: string): Promise<PowerSupply[]> =>
  Promise.all(
    (await readdir(folder)).map(async (name) => {
      const at = join(folder, name);
      const [type, online, status, scope] = await Promise.all(
        ['type', 'online', 'status', 'scope'].map((each) => field(at, each)),
      );
      return {
        type: type ?? '',
        isOnline: online == null ? null : online !== '0',
        status: status ?? null,
        scope: scope ?? null,
      };
    }),
  );

export const createMainsSource = (clock: Clock, folder = tableFolder): SignSource => {
  let hasBattery = true;
  const pause = (): number => (hasBattery ? everyMs : withoutBatteryMs);
  return polled('mains', pause, clock.sleep, async () => {
    const isOnBattery = isOnBatteryOf(await readPowerSupplies(folder));
    hasBattery = isOnBattery !== null;
    return { isOnBattery };
  });
};
