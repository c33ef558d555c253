/**
 * How rewards are divided between owners and supporters: by the offer in force and the stakes at the moment of scoring.
 * The division is kept with the hour, so that paying it later, or twice, finds the same parts.
 */
import { type RewardSplit, splitReward } from '../../../shared/domain/staking/offers.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { readPosition } from '../../store/position.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Hour } from './hours.ts';

export interface DeviceSplit extends RewardSplit {
  /** null: nobody supports the device. */
  readonly shareBps: number | null;
}

/** Devices that somebody supports now, with the share of the offer. A device without an offer gives supporters nothing. */
export const sharesInForce = async (trx: Trx): Promise<Map<string, number>> => {
  const rows = await trx
    .selectFrom('supporters')
    .leftJoin('offers', 'offers.deviceId', 'supporters.deviceId')
    .select(['supporters.deviceId', 'offers.shareBps'])
    .where('supporters.isIn', '=', true)
    .distinct()
    .execute();
  return new Map(rows.map(({ deviceId, shareBps }) => [deviceId, shareBps ?? 0]));
};

/** @param shareBps  the device's of `sharesInForce`; absent where nobody supports it */
export const splitOf = async (
  trx: Trx,
  device: { readonly id: string; readonly accountId: string },
  reward: BaseUnits,
  shareBps: number | undefined,
): Promise<DeviceSplit> =>
  shareBps === undefined
    ? { owner: reward, supporters: [], shareBps: null }
    : { ...splitReward(reward, shareBps, await readPosition(trx, device)), shareBps };

/** Keeps a reward's parts beside its line, which must be there. */
export const keepParts = async (
  trx: Trx,
  line: { readonly epoch: number; readonly deviceId: string },
  { supporters }: RewardSplit,
): Promise<void> => {
  const paid = supporters.filter(({ amount }) => amount > 0n);
  if (paid.length === 0) return;
  await trx
    .insertInto('rewardParts')
    .values(paid.map((part) => ({ ...part, epoch: line.epoch, deviceId: line.deviceId })))
    .execute();
};

/** Finds how the reward of a device was divided when its hour was scored. It throws for a device without a line. */
export const readSplits = async (
  trx: Trx,
  hour: Hour,
): Promise<(deviceId: string) => RewardSplit & { readonly ownerId: string }> => {
  const rewards = await trx
    .selectFrom('rewards')
    .innerJoin('devices', 'devices.id', 'rewards.deviceId')
    .select(['deviceId', 'accountId', 'ownerPart'])
    .where('epoch', '=', hour.number)
    .execute();
  const parts = await trx
    .selectFrom('rewardParts')
    .select(['deviceId', 'holderId', 'amount'])
    .where('epoch', '=', hour.number)
    .orderBy('holderId')
    .execute();
  const partsOf = Map.groupBy(parts, ({ deviceId }) => deviceId);
  const splits = new Map(
    rewards.map(({ deviceId, accountId, ownerPart }) => [
      deviceId,
      {
        ownerId: accountId,
        owner: inBaseUnits(ownerPart),
        supporters: (partsOf.get(deviceId) ?? []).map(({ holderId, amount }) => ({
          holderId,
          amount: inBaseUnits(amount),
        })),
      },
    ]),
  );
  return (deviceId) => {
    const split = splits.get(deviceId);
    if (split === undefined) throw new Error(`hour ${hour.number} has no division for ${deviceId}`);
    return split;
  };
};
