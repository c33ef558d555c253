/** Reads a device's closed hours from its network, as many as are asked for, and tells where what they earned went. */
import type { EarningsReport, ReportedHour } from '../../shared/contract/app/earnings.ts';
import type { Settings } from '../../shared/contract/app/settings.ts';
import { mostEarnedHours } from '../../shared/contract/network/money.ts';
import type { Link } from '../link/link.ts';
import { powerPriceAt } from '../worker/policy/power-price.ts';
import { earningsReport, type OwnersMoney, reportedHours, type WireHour } from './earnings-report.ts';
import type { EnergyHour } from './energy-meter.ts';
import type { Membership } from './participation.ts';

/** null from both: this device has not joined. They throw what the link throws. */
export interface EarningsDesk {
  report(hours: number): Promise<EarningsReport | null>;
  /** The newest first. */
  hours(count: number): Promise<ReportedHour[] | null>;
}

/** The newest `count` hours that have closed since the device is known. */
const readHours = async (link: Pick<Link, 'earnedHours'>, count: number): Promise<WireHour[]> => {
  const all: WireHour[] = [];
  for (;;) {
    const page = await link.earnedHours(all.at(-1)?.epoch ?? null);
    all.push(...page);
    if (all.length >= count || page.length < mostEarnedHours) return all.slice(0, count);
  }
};

export const createEarningsDesk = (options: {
  membership: () => {
    readonly link: Pick<Link, 'earnedHours' | 'classHours'>;
    readonly device: Pick<Membership['device'], 'claim'>;
    readonly network: { readonly parameters: Pick<Membership['network']['parameters'], 'isPlay'> };
  } | null;
  settings: () => Settings;
  energy: () => EnergyHour[];
  /** What is only compared with is not there; the rest is told all the same. */
  onNoPeers: (error: unknown) => void;
}): EarningsDesk => {
  const moneyOf = (isPlay: boolean): OwnersMoney => {
    const settings = options.settings();
    return { isPlay, coinWorth: settings.coinWorth, priceAt: (at) => powerPriceAt(settings, at) };
  };
  return {
    report: async (count) => {
      const joined = options.membership();
      if (joined === null) return null;
      const { link, device, network } = joined;
      const { class: className } = device.claim;
      const [hours, classHours] = await Promise.all([
        readHours(link, count),
        link.classHours(className).catch((error: unknown) => {
          options.onNoPeers(error);
          return null;
        }),
      ]);
      const money = moneyOf(network.parameters.isPlay);
      return earningsReport(hours, { energy: options.energy(), money, class: className, classHours });
    },
    hours: async (count) => {
      const joined = options.membership();
      if (joined === null) return null;
      const hours = await readHours(joined.link, count);
      return reportedHours(hours, options.energy(), moneyOf(joined.network.parameters.isPlay));
    },
  };
};
