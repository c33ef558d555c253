/** Accounts that came by somebody's code, and the deed that each of their devices is after 720 network hours. */
import { type SqlBool, sql } from 'kysely';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { creditDeed } from './deeds.ts';

const hoursNeeded = 720;

/** @returns the account whose code it is; null when it is nobody's */
export const referrerOf = async (trx: Trx, code: string): Promise<string | null> => {
  const row = await trx
    .selectFrom('astronauts')
    .select('accountId')
    .where('referralCode', '=', code)
    .executeTakeFirst();
  return row?.accountId ?? null;
};

/** Notes by whom a new account came. */
export const keepReferral = async (
  trx: Trx,
  referral: { readonly accountId: string; readonly referrerId: string; readonly at: number },
): Promise<void> => {
  await trx.insertInto('referrals').values(referral).execute();
};

/** Credits each device that has been there for 720 network hours, once. */
export const creditReferrals = async (network: Pick<Network, 'db' | 'clock' | 'parameters'>): Promise<void> => {
  const { db, clock, parameters } = network;
  const at = clock.now();
  const due = await db
    .selectFrom('referrals')
    .innerJoin('devices', 'devices.accountId', 'referrals.accountId')
    .select(['devices.id as deviceId', 'devices.registeredAt', 'referrals.referrerId'])
    .where('devices.registeredAt', '<=', at - networkHoursMs(hoursNeeded, parameters))
    .where('devices.revokedAt', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('deeds').select('deeds.id').where(sql<SqlBool>`deeds.id = 'referral.' || devices.id`))),
    )
    .execute();
  for (const { deviceId, registeredAt, referrerId } of due)
    await inTransaction(db, (trx) =>
      creditDeed(trx, referrerId, { id: `referral.${deviceId}`, at, kind: 'referral', deviceId, registeredAt }),
    );
};
