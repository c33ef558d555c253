/**
 * A device's stake as the rules see it: what counts is the ledger's, who supports and who leaves is the supporters' table,
 * what cools is the cooling table's. The rules decide and build the transfers; this file reads, and keeps the tables in
 * step.
 */
import { stakeOf } from '../../shared/domain/ledger/account.ts';
import type { CoolingEntry, StakePosition, SupporterStake } from '../../shared/domain/staking/position.ts';
import { inBaseUnits, noCoins } from '../../shared/units/money.ts';
import type { EpochMs } from '../../shared/units/time.ts';
import { balancesOf } from './ledger.ts';
import type { Trx } from './transaction.ts';

interface Owned {
  readonly id: string;
  readonly accountId: string;
}

const readCooling = async (trx: Trx, deviceId: string): Promise<CoolingEntry[]> => {
  const cooling = await trx
    .selectFrom('cooling')
    .select(['id', 'holderId', 'amount', 'askedAt', 'freeAt'])
    .where('deviceId', '=', deviceId)
    .where('endedAt', 'is', null)
    .orderBy('freeAt')
    .orderBy('id')
    .execute();
  return cooling.map((entry) => ({ ...entry, amount: inBaseUnits(entry.amount) }));
};

export const readPosition = async (trx: Trx, { id, accountId }: Owned): Promise<StakePosition> => {
  const supporters = await trx
    .selectFrom('supporters')
    .select(['holderId', 'leavesAt'])
    .where('deviceId', '=', id)
    .where('isIn', '=', true)
    .orderBy('holderId')
    .execute();
  const holders = [accountId, ...supporters.map(({ holderId }) => holderId)];
  const stakes = await balancesOf(
    trx,
    holders.map((holderId) => stakeOf(id, holderId)),
  );
  const stakedBy = (holderId: string) => stakes.get(stakeOf(id, holderId)) ?? noCoins;
  return {
    deviceId: id,
    ownerId: accountId,
    owner: stakedBy(accountId),
    supporters: supporters.map((held) => ({ ...held, amount: stakedBy(held.holderId) })),
    cooling: await readCooling(trx, id),
  };
};

const keepSupporters = async (trx: Trx, before: StakePosition, after: StakePosition): Promise<void> => {
  const { deviceId } = after;
  const isKnown = ({ holderId, leavesAt }: SupporterStake): boolean =>
    before.supporters.some((known) => known.holderId === holderId && known.leavesAt === leavesAt);
  for (const { holderId, leavesAt } of after.supporters.filter((held) => !isKnown(held))) {
    await trx
      .insertInto('supporters')
      .values({ deviceId, holderId, isIn: true, leavesAt })
      .onConflict((conflict) => conflict.columns(['deviceId', 'holderId']).doUpdateSet({ isIn: true, leavesAt }))
      .execute();
  }
  const kept = new Set(after.supporters.map(({ holderId }) => holderId));
  for (const { holderId } of before.supporters.filter((held) => !kept.has(held.holderId))) {
    await trx
      .updateTable('supporters')
      .set({ isIn: false, leavesAt: null })
      .where('deviceId', '=', deviceId)
      .where('holderId', '=', holderId)
      .execute();
  }
};

const keepCooling = async (trx: Trx, before: StakePosition, after: StakePosition, now: EpochMs): Promise<void> => {
  for (const { id, holderId, amount, askedAt, freeAt } of after.cooling) {
    await trx
      .insertInto('cooling')
      .values({ id, deviceId: after.deviceId, holderId, amount, askedAt, freeAt, endedAt: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ amount }))
      .execute();
  }
  const kept = new Set(after.cooling.map(({ id }) => id));
  for (const { id } of before.cooling.filter((entry) => !kept.has(entry.id))) {
    await trx.updateTable('cooling').set({ endedAt: now }).where('id', '=', id).execute();
  }
};

/** Makes the tables say what the position says. Supporters and entries that are no longer in it have ended. */
export const keepPosition = async (
  trx: Trx,
  before: StakePosition,
  after: StakePosition,
  now: EpochMs,
): Promise<void> => {
  await keepSupporters(trx, before, after);
  await keepCooling(trx, before, after, now);
};
