/** The transfers of stake: locked, cooling, and free again. */
import type { BaseUnits } from '../../units/money.ts';
import type { CoolingEntry } from '../staking/position.ts';
import { coolingOf, earned, stakeOf, wallet } from './account.ts';
import { move, type Transfer, transfer } from './posting.ts';

/** Locks a holder's free coins on a device. */
export const stakeTransfer = (stake: {
  readonly stakeId: string;
  readonly deviceId: string;
  readonly holderId: string;
  readonly amount: BaseUnits;
}): Transfer =>
  transfer(
    { idempotencyKey: `stake:${stake.stakeId}`, kind: 'stake', reference: stake.stakeId },
    move(wallet(stake.holderId), stakeOf(stake.deviceId, stake.holderId), stake.amount),
  );

/** Begins one cooling entry; an owner's full exit makes one for each supporter too. */
export const unstakeTransfer = (deviceId: string, entry: CoolingEntry): Transfer =>
  transfer(
    { idempotencyKey: `unstake:${entry.id}`, kind: 'unstake', reference: entry.id },
    move(stakeOf(deviceId, entry.holderId), coolingOf(deviceId, entry.id), entry.amount),
  );

/** Ends one cooling entry: its coins are in the holder's wallet again. */
export const releaseCoolingTransfer = (deviceId: string, entry: CoolingEntry): Transfer =>
  transfer(
    { idempotencyKey: `release:${entry.id}`, kind: 'release', reference: entry.id },
    move(coolingOf(deviceId, entry.id), wallet(entry.holderId), entry.amount),
  );

/** Stakes a holder's confirmed earnings on the same device. `compoundingId` is unique per day, such as its last epoch. */
export const compoundTransfer = (compounding: {
  readonly compoundingId: string;
  readonly deviceId: string;
  readonly holderId: string;
  readonly amount: BaseUnits;
}): Transfer => {
  const { compoundingId, deviceId, holderId, amount } = compounding;
  return transfer(
    { idempotencyKey: `compound:${compoundingId}:${deviceId}:${holderId}`, kind: 'compound', reference: compoundingId },
    move(earned('confirmed', deviceId, holderId), stakeOf(deviceId, holderId), amount),
  );
};
