/** A device's presence over its last thirty days of network hours, kept hour by hour: the rules' sums, without the list. */
import {
  type HourMinutes,
  noUptime,
  uptimeAfter,
  uptimeBps,
  uptimeWindowHours,
} from '../../shared/domain/presence/uptime.ts';

export interface UptimeWindow {
  add(hour: HourMinutes): void;
  /** 0..10,000; 0 before the first hour. */
  uptimeBps(): number;
  continuousMinutes(): number;
}

export const createUptimeWindow = (): UptimeWindow => {
  const present = new Uint8Array(uptimeWindowHours);
  const served = new Uint8Array(uptimeWindowHours);
  let uptime = noUptime;
  let at = 0;
  return {
    add: (hour) => {
      const after = uptimeAfter(uptime, hour);
      const [addedServed, addedPresent] = [
        after.servedMinutes - uptime.servedMinutes,
        after.presentMinutes - uptime.presentMinutes,
      ];
      uptime = {
        ...after,
        servedMinutes: after.servedMinutes - (served[at] ?? 0),
        presentMinutes: after.presentMinutes - (present[at] ?? 0),
      };
      served[at] = addedServed;
      present[at] = addedPresent;
      at = (at + 1) % uptimeWindowHours;
    },
    uptimeBps: () => uptimeBps(uptime),
    continuousMinutes: () => uptime.continuousMinutes,
  };
};
