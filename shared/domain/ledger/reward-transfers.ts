/** The transfers of what is earned: minted into pools, earned by devices, confirmed, paid out, and granted for play. */
import type { BaseUnits } from '../../units/money.ts';
import type { DeviceReward, EpochResult, PoolHour } from '../rewards/distribute.ts';
import type { RewardSplit } from '../staking/offers.ts';
import { earned, paidOut, poolCarry, wallet } from './account.ts';
import { move, type Transfer, transfer } from './posting.ts';

/** Play coins for an account, once per device or account that they are for. */
export const grantTransfer = (grant: {
  /** Of the device, or of an account that opened without one. */
  readonly grantId: string;
  readonly accountId: string;
  readonly amount: BaseUnits;
}): Transfer =>
  transfer(
    { idempotencyKey: `grant:${grant.grantId}`, kind: 'grant', reference: grant.grantId },
    move('play', wallet(grant.accountId), grant.amount),
  );

/**
 * Everything a closed hour moves: one mint per pool, then one transfer per device that earned, into the estimates of its
 * holders.
 *
 * @param splitOf  who gets which part of a device's reward; parts must sum to it
 * @throws RangeError when they do not
 */
export const rewardTransfers = (
  result: Pick<EpochResult, 'epoch'> & {
    readonly pools: readonly Pick<PoolHour, 'pool' | 'minted'>[];
    readonly rewards: readonly Pick<DeviceReward, 'deviceId' | 'poolName' | 'reward'>[];
  },
  splitOf: (deviceId: string, reward: BaseUnits) => RewardSplit & { readonly ownerId: string },
): Transfer[] => {
  const reference = String(result.epoch);
  const mints = result.pools.map(({ pool, minted }) =>
    transfer(
      { idempotencyKey: `mint:${reference}:${pool}`, kind: 'mint', reference },
      move('emission', poolCarry(pool), minted),
    ),
  );
  const rewards = result.rewards
    .filter(({ reward }) => reward > 0n)
    .map(({ deviceId, poolName, reward }) => {
      const split = splitOf(deviceId, reward);
      const holders = [{ holderId: split.ownerId, amount: split.owner }, ...split.supporters];
      const [taken] = move(poolCarry(poolName), earned('estimate', deviceId, split.ownerId), reward);
      return transfer({ idempotencyKey: `reward:${reference}:${deviceId}`, kind: 'hourly_reward', reference }, [
        taken,
        ...holders.map(({ holderId, amount }) => ({ account: earned('estimate', deviceId, holderId), amount })),
      ]);
    });
  return [...mints, ...rewards];
};

/** What moves when an estimate is past correction. `reference` is the epoch or the job. */
export const confirmTransfer = (confirmed: {
  readonly deviceId: string;
  readonly holderId: string;
  readonly reference: string;
  readonly amount: BaseUnits;
}): Transfer => {
  const { deviceId, holderId, reference, amount } = confirmed;
  return transfer(
    { idempotencyKey: `confirm:${reference}:${deviceId}:${holderId}`, kind: 'confirm', reference },
    move(earned('estimate', deviceId, holderId), earned('confirmed', deviceId, holderId), amount),
  );
};

/** Pays confirmed earnings into the holder's wallet. `payoutId` is unique per payout, such as the epoch it was made in. */
export const payoutTransfer = (payout: {
  readonly payoutId: string;
  readonly deviceId: string;
  readonly holderId: string;
  readonly amount: BaseUnits;
}): Transfer => {
  const { payoutId, deviceId, holderId, amount } = payout;
  return transfer(
    { idempotencyKey: `payout:${payoutId}:${deviceId}:${holderId}`, kind: 'payout', reference: payoutId },
    move(earned('confirmed', deviceId, holderId), wallet(holderId), amount),
  );
};

/** Pays confirmed earnings to the holder's address outside: from here on they are in no account that moves coins. */
export const withdrawalTransfer = (withdrawal: {
  readonly withdrawalId: string;
  readonly deviceId: string;
  readonly holderId: string;
  readonly amount: BaseUnits;
}): Transfer => {
  const { withdrawalId, deviceId, holderId, amount } = withdrawal;
  return transfer(
    { idempotencyKey: `withdrawal:${withdrawalId}`, kind: 'withdrawal', reference: withdrawalId },
    move(earned('confirmed', deviceId, holderId), paidOut(holderId), amount),
  );
};
