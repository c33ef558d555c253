/** A device's presence over its last thirty days of network hours, kept hour by hour: the rules' sums, without the list. */
import {
  continuousMinutesAfter,
  type HourMinutes,
  minuteCounts,
  uptimeBpsOf,
} from '../../shared/domain/presence/minutes.ts';

/** As the network looks back. */
const windowHours = 720;

export interface UptimeWindow {
  add(hour: HourMinutes): void;
  /** 0..10,000; 0 before the first hour. */
  uptimeBps(): number;
  continuousMinutes(): number;
}

export const createUptimeWindow = (): UptimeWindow => {
  const present = new Uint8Array(windowHours);
  const served = new Uint8Array(windowHours);
  const sums = { present: 0, served: 0 };
  let at = 0;
  let continuous = 0;
  return {
    add: (hour) => {
      const added = minuteCounts(hour);
      sums.present += added.present - (present[at] ?? 0);
      sums.served += added.served - (served[at] ?? 0);
      present[at] = added.present;
      served[at] = added.served;
      at = (at + 1) % windowHours;
      continuous = continuousMinutesAfter(continuous, hour);
    },
    uptimeBps: () => uptimeBpsOf(sums),
    continuousMinutes: () => continuous,
  };
};
