/** A validator's own stake as the rules see it: what counts is the ledger's, what cools is the table's. */
import { validatorPosition } from '../../shared/domain/committees/validator.ts';
import { validatorStakeOf } from '../../shared/domain/ledger/account.ts';
import type { StakePosition } from '../../shared/domain/staking/position.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { balanceOf } from './ledger.ts';
import type { Trx } from './transaction.ts';

interface Owned {
  readonly id: string;
  readonly accountId: string;
}

export const readValidatorPosition = async (trx: Trx, { id, accountId }: Owned): Promise<StakePosition> => {
  const cooling = await trx
    .selectFrom('validatorCooling')
    .select(['id', 'amount', 'askedAt', 'freeAt'])
    .where('validatorId', '=', id)
    .where('endedAt', 'is', null)
    .orderBy('freeAt')
    .orderBy('id')
    .execute();
  return validatorPosition({
    validatorId: id,
    accountId,
    stake: await balanceOf(trx, validatorStakeOf(id)),
    cooling: cooling.map((entry) => ({ ...entry, holderId: accountId, amount: inBaseUnits(entry.amount) })),
  });
};

/** Makes the table say what the position says. Entries that are no longer in it have ended. */
export const keepValidatorPosition = async (
  trx: Trx,
  before: StakePosition,
  after: StakePosition,
  now: EpochMs,
): Promise<void> => {
  for (const { id, amount, askedAt, freeAt } of after.cooling)
    await trx
      .insertInto('validatorCooling')
      .values({ id, validatorId: after.deviceId, amount, askedAt, freeAt, endedAt: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ amount }))
      .execute();
  const kept = new Set(after.cooling.map(({ id }) => id));
  for (const { id } of before.cooling.filter((entry) => !kept.has(entry.id)))
    await trx.updateTable('validatorCooling').set({ endedAt: now }).where('id', '=', id).execute();
};
