/** Devices as the network keeps them: made once per key, and what state each is in now. It never trusts a claim. */
import type { Selectable } from 'kysely';
import type { HardwareClaim, NetworkDevice } from '../../../shared/contract/network/devices.ts';
import { grantTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import { grantFor, type ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import { acceptedAlgorithm } from '../../../shared/domain/proof/algorithms.ts';
import { classNamed } from '../../../shared/domain/rewards/classes.ts';
import { deviceIdOf } from '../../../shared/domain/signing/device-id.ts';
import { requiredStake } from '../../../shared/domain/staking/required.ts';
import type { BaseUnits } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { inTurn } from '../../store/in-turn.ts';
import { post } from '../../store/ledger.ts';
import type { DeviceTable } from '../../store/tables/devices.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { makeAccount } from '../accounts/accounts.ts';
import { spendEnrolment } from '../accounts/enrolments.ts';
import type { Network } from '../network.ts';
import { reviewOf } from '../proofs/reviews.ts';
import type { ReportedState } from '../sessions/sessions.ts';

export type Device = Selectable<DeviceTable>;

export const deviceOfKey = (network: Network, publicKey: string): Promise<Device | undefined> =>
  network.db.selectFrom('devices').selectAll().where('publicKey', '=', publicKey).executeTakeFirst();

/** What the device must have at stake, by the class that it claims. */
export const requiredStakeOf = (claim: HardwareClaim, parameters: ParameterRecord): BaseUnits =>
  requiredStake(classNamed(claim.class, parameters.classes).weightMilli, claim.count, parameters);

/** The job that the device has now, by the id it knows; null when it is free. */
export const runningJobOf = async (trx: Trx | Network['db'], deviceId: string): Promise<string | null> => {
  const row = await trx
    .selectFrom('leases')
    .select('memberId')
    .where('deviceId', '=', deviceId)
    .where('state', 'in', ['accepted', 'held'])
    .executeTakeFirst();
  return row?.memberId ?? null;
};

const lastLinkTest = async ({ db }: Pick<Network, 'db'>, deviceId: string): Promise<NetworkDevice['link']> => {
  const row = await db
    .selectFrom('linkTests')
    .select(['at', 'downMbps', 'upMbps'])
    .where('deviceId', '=', deviceId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
};

/** By its newest verdict. */
const isPaceUnderReview = async ({ db }: Pick<Network, 'db'>, deviceId: string): Promise<boolean> => {
  const newest = await db
    .selectFrom('challenges')
    .select('verdict')
    .where('deviceId', '=', deviceId)
    .where('verdict', 'is not', null)
    .orderBy('decidedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest?.verdict?.isUnderReview ?? false;
};

/** @param reported  by its heartbeats, wherever it is connected; null: it is not */
export const stateBy = async (
  network: Network,
  device: Device,
  reported: ReportedState | null,
): Promise<NetworkDevice['state']> => {
  if (device.revokedAt !== null) return 'blocked';
  if (acceptedAlgorithm(device.claim.algorithms, network.parameters, network.clock.now()) === null)
    return 'unsupported';
  if (reported === null) return device.verifiedHours === 0 ? 'pending' : 'down';
  if (reported === 'paused') return 'paused';
  return (await runningJobOf(network.db, device.id)) === null ? 'ready' : 'hired';
};

const stateOf = async (network: Network, device: Device): Promise<NetworkDevice['state']> =>
  stateBy(network, device, await network.whereabouts.of(device.id));

export const describeDevice = async (network: Network, device: Device): Promise<NetworkDevice> => ({
  id: device.id,
  accountId: device.accountId,
  name: device.name,
  state: await stateOf(network, device),
  claim: device.claim,
  registeredAt: device.registeredAt,
  verifiedHours: device.verifiedHours,
  link: await lastLinkTest(network, device.id),
  review: await reviewOf(network, device.id),
  isPaceUnderReview: await isPaceUnderReview(network, device.id),
});

/**
 * Makes the device of a key, or finds the one that it has, with the newest name and claim. A new device comes into the
 * account of its enrolment token, or makes one of its own; it gets its grant of play coins where the record gives one. A
 * known device stays in its account: a token does nothing more for it, and is not spent.
 *
 * @returns null when the token lets nobody in
 */
export const registerDevice = (
  network: Network,
  asked: {
    readonly publicKey: string;
    readonly name: string;
    readonly claim: HardwareClaim;
    readonly enrolment: string | null;
  },
): Promise<Device | null> => {
  const { db, clock, parameters } = network;
  const { publicKey, name, enrolment } = asked;
  const id = deviceIdOf(publicKey);
  const now = clock.now();
  const claim = JSON.stringify(asked.claim);
  const work = async (trx: Trx): Promise<Device | null> => {
    const known = await trx
      .updateTable('devices')
      .set({ name, claim })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
    if (known !== undefined) return known;
    const accountId = enrolment === null ? `a${id.slice(1)}` : await spendEnrolment(trx, enrolment, now);
    if (accountId === null) return null;
    if (enrolment === null) await makeAccount(trx, network, { id: accountId, name });
    const device = await trx
      .insertInto('devices')
      .values({ id, publicKey, accountId, name, claim, registeredAt: now, revokedAt: null, proofSpeedBps: null })
      .returningAll()
      .executeTakeFirstOrThrow();
    const amount = grantFor(requiredStakeOf(asked.claim, parameters), parameters);
    const grant = grantTransfer({ grantId: id, accountId, amount });
    await post(trx, grant, { deviceId: id, epoch: null, at: now });
    return device;
  };
  // Grants come out of one account of the ledger.
  return inTurn(db, () => inTransaction(db, work));
};

/** Oldest first, revoked ones among them. */
export const devicesOf = (db: Network['db'], accountId: string): Promise<Device[]> =>
  db
    .selectFrom('devices')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('registeredAt')
    .orderBy('id')
    .execute();

/** Takes a device's key out of use. @returns since when; null when the account has no such device */
export const revokeDevice = async (
  { db, clock, sessions }: Pick<Network, 'db' | 'clock' | 'sessions'>,
  accountId: string,
  deviceId: string,
): Promise<EpochMs | null> => {
  const revoked = await db
    .updateTable('devices')
    .set(({ fn, val }) => ({ revokedAt: fn.coalesce('revokedAt', val(clock.now())) }))
    .where('id', '=', deviceId)
    .where('accountId', '=', accountId)
    .returning('revokedAt')
    .executeTakeFirst();
  if (revoked === undefined) return null;
  sessions.endOf(deviceId);
  return revoked.revokedAt;
};
