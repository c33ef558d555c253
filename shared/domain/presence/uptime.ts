/**
 * How long a device was there, of the time in which the network itself was: carried on from hour to hour, so that nobody
 * has to look at a month of hours to know it.
 */
import { countMinutes, hourMinutes, type MinuteMask } from './minutes.ts';

/** Network hours of which the share is taken: thirty days. */
export const uptimeWindowHours = 720;

/** One hour as a device and the network itself were there. */
export interface HourMinutes {
  readonly present: MinuteMask;
  /** Minutes in which the network was up. When it is down nobody can be present, and nobody is held to it. */
  readonly served: MinuteMask;
}

export interface Uptime {
  /** Minutes of the window in which the network was up. */
  readonly servedMinutes: number;
  /** Those of them in which the device was there. */
  readonly presentMinutes: number;
  /** Served minutes in a row, back from the end, in which it was there. */
  readonly continuousMinutes: number;
}

export const noUptime: Uptime = { servedMinutes: 0, presentMinutes: 0, continuousMinutes: 0 };

/** Minutes in a row up to the hour's end; null when no served minute of the hour was missed. */
const rowToEnd = ({ present, served }: HourMinutes): number | null => {
  if ((present & served) === served) return null;
  let minutes = 0;
  for (let minute = hourMinutes - 1; minute >= 0; minute -= 1) {
    const bit = 1n << BigInt(minute);
    if ((served & bit) === 0n) continue;
    if ((present & bit) === 0n) return minutes;
    minutes += 1;
  }
  return null;
};

/** One hour more. What leaves the window at its other end is not taken off here. */
export const uptimeAfter = (before: Uptime, hour: HourMinutes): Uptime => {
  const served = countMinutes(hour.served);
  const row = rowToEnd(hour);
  return {
    servedMinutes: before.servedMinutes + served,
    presentMinutes: before.presentMinutes + countMinutes(hour.present & hour.served),
    continuousMinutes: row ?? before.continuousMinutes + served,
  };
};

/** Share of the served minutes in which the device was present, floored; 0 when nothing was served. */
export const uptimeBps = ({ servedMinutes, presentMinutes }: Uptime): number =>
  servedMinutes === 0 ? 0 : Math.floor((10_000 * presentMinutes) / servedMinutes);
