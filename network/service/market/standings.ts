/** Each device's tier and quality, looked up once a network hour: what offers are ordered by. */
import { type TierName, tierFor } from '../../../shared/domain/tiers/tier.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import { tierFactsOf } from '../epochs/hour-facts.ts';
import { openHour } from '../epochs/hours.ts';
import { readSighting } from '../epochs/sightings.ts';
import type { Network } from '../network.ts';

export interface Standing {
  readonly tier: TierName;
  readonly qualityBps: number;
}

export interface Standings {
  /** As it was at some moment of the open hour. */
  of(device: Device): Promise<Standing>;
  /** As it is now. */
  now(device: Device): Promise<Standing>;
}

const mostKept = 100_000;

export const createStandings = (network: Pick<Network, 'db' | 'parameters'>): Standings => {
  const known = new Map<string, Standing & { readonly epoch: number }>();
  const now = async (device: Device): Promise<Standing> => {
    const found = await inTransaction(network.db, async (trx) => {
      const hour = await openHour(trx);
      const facts = await tierFactsOf(await readSighting(trx, hour, device.id), network);
      return { epoch: hour.number, tier: tierFor(facts), qualityBps: facts.qualityBps };
    });
    if (known.size >= mostKept) known.clear();
    known.set(device.id, found);
    return found;
  };
  return {
    now,
    of: async (device) => {
      const kept = known.get(device.id);
      if (kept === undefined) return now(device);
      const { number } = await openHour(network.db);
      return kept.epoch === number ? kept : now(device);
    },
  };
};
