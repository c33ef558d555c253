/**
 * Supporters' moves: coins behind somebody else's device under its owner's offer, and the notice by which they leave. The
 * rules decide; the ledger keeps. What happens when a notice or a cooldown ends is in cooldowns.ts.
 */
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { stakeTransfer } from '../../../shared/domain/ledger/stake-transfers.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { StakeRefusal } from '../../../shared/domain/staking/position.ts';
import { areRelated, type Party } from '../../../shared/domain/staking/related.ts';
import { giveNotice, supportDevice } from '../../../shared/domain/staking/support.ts';
import { tierAt, tierOpens } from '../../../shared/domain/tiers/tier.ts';
import type { BaseUnits } from '../../../shared/units/money.ts';
import { balanceOf, post, wasPosted } from '../../store/ledger.ts';
import { keepPosition, readPosition } from '../../store/position.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { membersOf } from '../accounts/members.ts';
import { type Device, requiredStakeOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { endCompounding } from './compounding.ts';
import { type OfferRefusal, offerNow, refreshOffer } from './offers.ts';

type Staking = Pick<Network, 'db' | 'parameters' | 'clock'>;

export type SupportRefusal =
  | StakeRefusal
  | OfferRefusal
  | { readonly code: 'OFFER_CLOSED' }
  | { readonly code: 'TERMS_CHANGED'; readonly shareBps: number };

export interface SupportRequest {
  readonly amount: BaseUnits;
  /** The share that the supporter agreed to. */
  readonly shareBps: number;
  readonly idempotencyKey: string;
}

/** Ids of two accounts' requests never meet, nor those of two devices. */
const moveId = (accountId: string, deviceId: string, idempotencyKey: string): string =>
  `${deviceId}.${accountId}.${idempotencyKey}`;

const partyOf = async (trx: Trx, accountId: string): Promise<Party> => ({
  accountId,
  memberKeys: (await membersOf(trx, accountId)).map(({ publicKey }) => publicKey),
});

/** How many other devices the account stands behind now, those it is leaving too. */
const otherDevicesOf = async (trx: Trx, accountId: string, deviceId: string): Promise<number> => {
  const { count } = await trx
    .selectFrom('supporters')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('holderId', '=', accountId)
    .where('isIn', '=', true)
    .where('deviceId', '!=', deviceId)
    .executeTakeFirstOrThrow();
  return Number(count);
};

const deviceNamed = (trx: Trx, deviceId: string): Promise<Device | undefined> =>
  trx.selectFrom('devices').selectAll().where('id', '=', deviceId).executeTakeFirst();

/**
 * Puts an account's free coins behind somebody else's device.
 *
 * @returns the refusal; null when it is done, or was done before under this key
 */
export const supportOn = (
  network: Staking,
  accountId: string,
  deviceId: string,
  asked: SupportRequest,
): Promise<SupportRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<SupportRefusal | null> => {
    const stakeId = moveId(accountId, deviceId, asked.idempotencyKey);
    const transfer = stakeTransfer({ stakeId, deviceId, holderId: accountId, amount: asked.amount });
    if (await wasPosted(trx, transfer.idempotencyKey)) return null;
    const device = await deviceNamed(trx, deviceId);
    if (device === undefined || device.revokedAt !== null) return { code: 'OFFER_NOT_FOUND' };
    const offer = await offerNow(trx, network, device);
    if (offer === undefined) return { code: 'OFFER_NOT_FOUND' };
    if (!offer.isOpen) return { code: 'OFFER_CLOSED' };
    if (offer.shareBps !== asked.shareBps) return { code: 'TERMS_CHANGED', shareBps: offer.shareBps };
    const tier = tierAt(offer.tierLevel);
    if (!tierOpens(tier, 'supporters')) return { code: 'TIER_TOO_LOW', tier };
    const before = await readPosition(trx, device);
    const move = supportDevice(
      before,
      {
        holderId: accountId,
        amount: asked.amount,
        wallet: await balanceOf(trx, wallet(accountId)),
        required: requiredStakeOf(device.claim, network.parameters),
        isRelated: areRelated(await partyOf(trx, accountId), await partyOf(trx, device.accountId)),
        otherDevices: await otherDevicesOf(trx, accountId, deviceId),
      },
      network.parameters,
    );
    if (move.kind === 'refused') return move.refusal;
    const now = network.clock.now();
    await post(trx, transfer, { deviceId, epoch: null, at: now });
    await keepPosition(trx, before, move.position, now);
    await refreshOffer(trx, network, device);
    return null;
  });

/**
 * Gives notice for the whole of an account's support. From now on it earns nothing, and earnings are not staked again.
 *
 * @returns the refusal; null when it is done, or was done before under this key
 */
export const leaveFrom = (
  network: Staking,
  accountId: string,
  deviceId: string,
  asked: { readonly idempotencyKey: string },
): Promise<SupportRefusal | null> =>
  inTransaction(network.db, async (trx): Promise<SupportRefusal | null> => {
    const id = moveId(accountId, deviceId, asked.idempotencyKey);
    const given = await trx.selectFrom('notices').select('id').where('id', '=', id).executeTakeFirst();
    if (given !== undefined) return null;
    const device = await deviceNamed(trx, deviceId);
    if (device === undefined) return { code: 'OFFER_NOT_FOUND' };
    const before = await readPosition(trx, device);
    const now = network.clock.now();
    const move = giveNotice(before, { holderId: accountId, now }, network.parameters);
    if (move.kind === 'refused') return move.refusal;
    const leavesAt = now + networkHoursMs(network.parameters.supporterNoticeHours, network.parameters);
    await trx.insertInto('notices').values({ id, deviceId, holderId: accountId, givenAt: now, leavesAt }).execute();
    await keepPosition(trx, before, move.position, now);
    await endCompounding(trx, deviceId, accountId);
    return null;
  });
