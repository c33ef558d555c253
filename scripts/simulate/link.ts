/** The daily test of a device's line. */
import { dayHours, type Hour } from './calendar.ts';
import { type Device, keepLinkTest } from './device.ts';
import type { Economy } from './economy.ts';
import { linkTestPercent } from './habits.ts';

export const testLink = ({ random }: Pick<Economy, 'random'>, hour: Hour, device: Device): void => {
  const { link, number } = device.machine;
  const percent = random.between(...linkTestPercent, 'link_test', number, hour.number);
  keepLinkTest(device, {
    downMbps: Math.floor((link.downMbps * percent) / 100),
    upMbps: Math.floor((link.upMbps * percent) / 100),
  });
};

/** A device's hour of the day for it is the one in which it joined. */
export const testLinks = (economy: Pick<Economy, 'random' | 'active'>, hour: Hour): void => {
  for (const device of economy.active)
    if (device.joinedAt < hour.number && (hour.number - device.joinedAt) % dayHours === 0)
      testLink(economy, hour, device);
};
