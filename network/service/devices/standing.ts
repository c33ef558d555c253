/** Where a device stands on the ladder of tiers, and why an hour paid what it paid. */
import { standing } from '../../../shared/domain/tiers/tier.ts';
import { readExactJson } from '../../store/exact-json.ts';
import type { ClosedReward } from '../../store/tables/epochs.ts';
import { inTransaction } from '../../store/transaction.ts';
import { tierFactsOf } from '../epochs/hour-facts.ts';
import { openHour } from '../epochs/hours.ts';
import { readSighting } from '../epochs/sightings.ts';
import type { Network } from '../network.ts';
import type { Device } from './devices.ts';

export const tierStanding = async (network: Network, device: Device) => {
  network.presence.mark(network.clock.now());
  await network.presence.write();
  return inTransaction(network.db, async (trx) => {
    const seen = await readSighting(trx, await openHour(trx), device.id);
    const { tier, ladder } = standing(tierFactsOf(seen, network));
    return {
      tier,
      ladder: ladder.map((step) => ({
        ...step,
        requirements: step.requirements.map((each) => ({
          ...each,
          has: each.has.toString(),
          needs: each.needs.toString(),
        })),
      })),
    };
  });
};

/** A reward as it is kept; all null where the device was not seen in the hour. */
export interface KeptReason {
  readonly reason: string | null;
  readonly reward: bigint | null;
  readonly ownerPart: bigint | null;
  readonly shareBps: number | null;
}

/** Each factor of a reward and its division, amounts as text; null where there is none. */
export const tellReason = ({ reason: kept, reward, ownerPart, shareBps }: KeptReason) => {
  if (kept === null || reward === null || ownerPart === null) return null;
  const { deviceId: _deviceId, poolName: _poolName, ...reason } = readExactJson<ClosedReward>(kept);
  return {
    ...reason,
    pool: reason.pool.toString(),
    score: reason.score.toString(),
    scoreSum: reason.scoreSum.toString(),
    reward: reason.reward.toString(),
    ownerPart: ownerPart.toString(),
    supportersPart: (reward - ownerPart).toString(),
    shareBps,
  };
};

/** @returns undefined when the device has no line in that hour, or the hour is not closed */
export const reasonOf = async (network: Network, device: Device, epoch: number) => {
  const row = await network.db
    .selectFrom('rewards')
    .innerJoin('epochs', 'epochs.number', 'rewards.epoch')
    .select(['reason', 'rewards.reward', 'ownerPart', 'shareBps'])
    .where('rewards.epoch', '=', epoch)
    .where('deviceId', '=', device.id)
    .where('epochs.step', '=', 'closed')
    .executeTakeFirst();
  return row === undefined ? undefined : (tellReason(row) ?? undefined);
};
