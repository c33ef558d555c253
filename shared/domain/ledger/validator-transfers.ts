/**
 * The transfers of validators: their stake locked, cooling and free again, and the pay of their work. A slash of that
 * stake is an ordinary slash of offence O8 and goes through `slashTransfers`.
 */
import type { BaseUnits } from '../../units/money.ts';
import type { CoolingEntry } from '../staking/position.ts';
import { validatorCoolingOf, validatorStakeOf, wallet } from './account.ts';
import { move, type Transfer, transfer } from './posting.ts';

/** Locks free coins of the validator's account. `stakeId` is unique per move. */
export const validatorStakeTransfer = (stake: {
  readonly stakeId: string;
  readonly validatorId: string;
  readonly accountId: string;
  readonly amount: BaseUnits;
}): Transfer =>
  transfer(
    { idempotencyKey: `validator_stake:${stake.stakeId}`, kind: 'validator_stake', reference: stake.stakeId },
    move(wallet(stake.accountId), validatorStakeOf(stake.validatorId), stake.amount),
  );

/** Begins one cooling entry, from `unstakeCoins` on the validator's position. */
export const validatorUnstakeTransfer = (validatorId: string, entry: CoolingEntry): Transfer =>
  transfer(
    { idempotencyKey: `validator_unstake:${entry.id}`, kind: 'validator_unstake', reference: entry.id },
    move(validatorStakeOf(validatorId), validatorCoolingOf(validatorId, entry.id), entry.amount),
  );

/** Ends one cooling entry: its coins are in the validator's wallet again. */
export const validatorReleaseTransfer = (validatorId: string, entry: CoolingEntry): Transfer =>
  transfer(
    { idempotencyKey: `validator_release:${entry.id}`, kind: 'validator_release', reference: entry.id },
    move(validatorCoolingOf(validatorId, entry.id), wallet(entry.holderId), entry.amount),
  );

/**
 * One transfer for all validators' pay. The dust stays in the account.
 *
 * @param payId  unique per pay, such as the epoch it was made in
 * @param payouts  from `validatorPay`
 */
export const validatorPayTransfer = (
  payId: string,
  payouts: readonly { readonly accountId: string; readonly amount: BaseUnits }[],
): Transfer =>
  transfer(
    { idempotencyKey: `validator_pay:${payId}`, kind: 'validator_pay', reference: payId },
    payouts.flatMap(({ accountId, amount }) => move('fees:validators', wallet(accountId), amount)),
  );
