/**
 * Staking earnings again: a holder says so for one device, and at 00:00 UTC, every 24th network hour, what is confirmed
 * goes into stake as far as the rules leave room. The rest stays claimable and is paid out when its turn comes.
 */
import { sql } from 'kysely';
import { earned } from '../../../shared/domain/ledger/account.ts';
import { compoundTransfer } from '../../../shared/domain/ledger/stake-transfers.ts';
import { compound } from '../../../shared/domain/staking/support.ts';
import { inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { readPosition } from '../../store/position.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { requiredStakeOf } from '../devices/devices.ts';
import type { Hour } from '../epochs/hours.ts';
import type { Network } from '../network.ts';

type Staking = Pick<Network, 'db' | 'parameters' | 'clock'>;

const dayHours = 24;

const nextDay = ({ parameters, clock }: Pick<Staking, 'parameters' | 'clock'>): EpochMs => {
  const dayMs = dayHours * parameters.hourMs;
  return (Math.floor(clock.now() / dayMs) + 1) * dayMs;
};

/** The owner, or a supporter who is staying. */
const isHolder = async (trx: Trx, accountId: string, deviceId: string): Promise<boolean> => {
  const device = await trx
    .selectFrom('devices')
    .select(['id', 'accountId'])
    .where('id', '=', deviceId)
    .executeTakeFirst();
  if (device === undefined) return false;
  const { ownerId, supporters } = await readPosition(trx, device);
  return (
    ownerId === accountId || supporters.some(({ holderId, leavesAt }) => holderId === accountId && leavesAt === null)
  );
};

/** A holder who leaves means to have the coins, so nothing is staked again. @param holderId  null: every holder's */
export const endCompounding = async (trx: Trx, deviceId: string, holderId: string | null): Promise<void> => {
  await trx
    .deleteFrom('compounding')
    .where('deviceId', '=', deviceId)
    .$if(holderId !== null, (query) => query.where('holderId', '=', holderId))
    .execute();
};

/** @returns when it happens next, null when it was put off; `NOT_A_HOLDER` when the account may not ask for it there */
export const setCompounding = (
  network: Staking,
  accountId: string,
  deviceId: string,
  isOn: boolean,
): Promise<EpochMs | null | 'NOT_A_HOLDER'> =>
  inTransaction(network.db, async (trx) => {
    if (!isOn) {
      await endCompounding(trx, deviceId, accountId);
      return null;
    }
    if (!(await isHolder(trx, accountId, deviceId))) return 'NOT_A_HOLDER';
    await trx
      .insertInto('compounding')
      .values({ deviceId, holderId: accountId, since: network.clock.now(), doneEpoch: null })
      .onConflict((conflict) => conflict.columns(['deviceId', 'holderId']).doNothing())
      .execute();
    return nextDay(network);
  });

/** The last hour of the newest day that is closed. */
const lastOfDay = ({ db }: Pick<Staking, 'db'>): Promise<Hour | undefined> =>
  db
    .selectFrom('epochs')
    .selectAll()
    .where('step', '=', 'closed')
    .where(sql<boolean>`ends_at % (hour_ms * ${sql.lit(dayHours)}) = 0`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();

interface Due {
  readonly deviceId: string;
  readonly holderId: string;
}

const compoundOne = async (trx: Trx, { parameters }: Staking, { deviceId, holderId }: Due, hour: Hour) => {
  const device = await trx.selectFrom('devices').selectAll().where('id', '=', deviceId).executeTakeFirstOrThrow();
  const claimable = await balanceOf(trx, earned('confirmed', deviceId, holderId));
  const position = await readPosition(trx, device);
  const required = requiredStakeOf(device.claim, parameters);
  const { staked } = compound(position, { holderId, claimable, required }, parameters);
  const transfer = compoundTransfer({ compoundingId: String(hour.number), deviceId, holderId, amount: staked });
  const isMoved = await post(trx, transfer, { deviceId, epoch: hour.number, at: hour.endsAt });
  await trx
    .updateTable('compounding')
    .set({ doneEpoch: hour.number, leftOver: inBaseUnits(claimable - (isMoved ? staked : noCoins)) })
    .where('deviceId', '=', deviceId)
    .where('holderId', '=', holderId)
    .execute();
};

/**
 * Stakes again what the newest whole day left confirmed, for everyone who asked before it ended and for whom it was not
 * done. On one device the owner goes first, since supporters' room grows with the owner's stake.
 */
export const compoundDue = async (network: Staking): Promise<void> => {
  const { db } = network;
  const hour = await lastOfDay(network);
  if (hour === undefined) return;
  const isDue = (trx: Trx | Network['db']) =>
    trx
      .selectFrom('compounding')
      .innerJoin('devices', 'devices.id', 'compounding.deviceId')
      .select(['deviceId', 'holderId'])
      .where('since', '<', hour.endsAt)
      .where(({ eb, or }) => or([eb('doneEpoch', 'is', null), eb('doneEpoch', '<', hour.number)]));
  const due = await isDue(db)
    .orderBy('deviceId')
    .orderBy(sql`holder_id <> devices.account_id`)
    .orderBy('holderId')
    .execute();
  for (const each of due) {
    await inTransaction(db, async (trx) => {
      const still = await isDue(trx)
        .where('deviceId', '=', each.deviceId)
        .where('holderId', '=', each.holderId)
        .executeTakeFirst();
      if (still !== undefined) await compoundOne(trx, network, each, hour);
    });
  }
};
