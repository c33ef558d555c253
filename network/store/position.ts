/**
 * A device's stake as the rules see it: what counts is the ledger's, what cools is the cooling table's. The rules decide
 * and build the transfers; this file reads, and keeps the cooling entries in step.
 */
import { stakeOf } from '../../shared/domain/ledger/account.ts';
import { emptyPosition, type StakePosition } from '../../shared/domain/staking/position.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { balanceOf } from './ledger.ts';
import type { Trx } from './transaction.ts';

interface Owned {
  readonly id: string;
  readonly accountId: string;
}

export const readPosition = async (trx: Trx, device: Owned): Promise<StakePosition> => {
  const cooling = await trx
    .selectFrom('cooling')
    .select(['id', 'amount', 'askedAt', 'freeAt'])
    .where('deviceId', '=', device.id)
    .where('endedAt', 'is', null)
    .orderBy('freeAt')
    .orderBy('id')
    .execute();
  return {
    ...emptyPosition(device.id, device.accountId),
    owner: await balanceOf(trx, stakeOf(device.id, device.accountId)),
    cooling: cooling.map((entry) => ({ ...entry, holderId: device.accountId, amount: inBaseUnits(entry.amount) })),
  };
};

/** Makes the cooling table say what the position says. Entries that are no longer in it have ended. */
export const keepCooling = async (
  trx: Trx,
  before: StakePosition,
  after: StakePosition,
  now: EpochMs,
): Promise<void> => {
  for (const { id, amount, askedAt, freeAt } of after.cooling) {
    await trx
      .insertInto('cooling')
      .values({ id, deviceId: after.deviceId, amount, askedAt, freeAt, endedAt: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ amount }))
      .execute();
  }
  const kept = new Set(after.cooling.map(({ id }) => id));
  for (const { id } of before.cooling.filter((entry) => !kept.has(entry.id))) {
    await trx.updateTable('cooling').set({ endedAt: now }).where('id', '=', id).execute();
  }
};
