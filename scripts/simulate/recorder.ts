/** What is kept of every hour of an economy, for its figures. It changes nothing. */
import type { Gate } from '../../shared/domain/rewards/eligibility.ts';
import type { Economy } from './economy.ts';
import { type Way, ways } from './habits.ts';
import type { Place } from './ledger.ts';

/** Coins at the end of an hour, base units; issued ones as they were issued, above zero. */
export type Coins = Readonly<Record<Place | 'supply', bigint>>;

/** Hours of devices by what became of them: paid, not seen at all, or the gate that failed. */
export type DeviceHours = Record<Gate | 'paid' | 'away', number>;

export interface Recorder {
  readonly hours: readonly Coins[];
  /** Since counting began. */
  deviceHoursOf(way: Way): Readonly<DeviceHours>;
  startCounting(): void;
  keep(economy: Economy, sums: Readonly<Record<Place, bigint>>): void;
}

const noHours = (): DeviceHours => ({
  paid: 0,
  away: 0,
  class: 0,
  minutes: 0,
  proofs: 0,
  stake: 0,
  tier: 0,
  verified_hours: 0,
  uptime: 0,
});

export const createRecorder = (): Recorder => {
  const hours: Coins[] = [];
  const deviceHours = new Map(ways.map((way) => [way, noHours()]));
  const countOne = (way: Way, what: keyof DeviceHours): void => {
    const counts = deviceHours.get(way);
    if (counts !== undefined) counts[what] += 1;
  };

  const countDevices = ({ trace, active, deviceById }: Economy): void => {
    const seen = new Set<string>();
    for (const { deviceId, ineligible } of trace.result?.rewards ?? []) {
      const device = deviceById.get(deviceId);
      if (device === undefined) continue;
      seen.add(deviceId);
      countOne(device.machine.operator.way, ineligible ?? 'paid');
    }
    for (const { id, machine } of active) if (!seen.has(id)) countOne(machine.operator.way, 'away');
  };

  return {
    hours,
    deviceHoursOf: (way) => deviceHours.get(way) ?? noHours(),
    startCounting: () => {
      for (const way of ways) deviceHours.set(way, noHours());
    },
    keep: (economy, sums) => {
      const [minted, brought] = [-sums.minted, -sums.brought];
      hours.push({ ...sums, minted, brought, supply: brought + minted - sums.burned });
      countDevices(economy);
    },
  };
};
