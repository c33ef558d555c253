/**
 * Supporters' moves: coins behind somebody else's device under its owner's offer, and the notice by which they leave. The
 * rules decide; the ledger keeps. Whether the account's wallet wants it is asked before. What happens when a notice or a cooldown ends is in cooldowns.ts.
 */
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { stakeTransfer } from '../../../shared/domain/ledger/stake-transfers.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { StakePosition, StakeRefusal } from '../../../shared/domain/staking/position.ts';
import { areRelated } from '../../../shared/domain/staking/related.ts';
import { giveNotice, supportDevice } from '../../../shared/domain/staking/support.ts';
import { tierAt, tierOpens } from '../../../shared/domain/tiers/tier.ts';
import { type BaseUnits, noCoins } from '../../../shared/units/money.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import { keepPosition, readPosition } from '../../store/position.ts';
import type { Trx } from '../../store/transaction.ts';
import { partyOf } from '../accounts/parties.ts';
import { type Device, requiredStakeOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { endCompounding } from './compounding.ts';
import { type OfferRefusal, offerNow, offerOf, refreshOffer } from './offers.ts';

type Staking = Pick<Network, 'parameters' | 'clock'>;

export type SupportRefusal = StakeRefusal | OfferRefusal | { readonly code: 'OFFER_CLOSED' };

/** What the rules say to a supporter's move now; `shareBps` are the terms that it would fall under. */
export type JudgedSupport =
  | {
      readonly kind: 'allowed';
      readonly before: StakePosition;
      readonly after: StakePosition;
      readonly amount: BaseUnits;
      readonly shareBps: number;
    }
  | { readonly kind: 'refused'; readonly refusal: SupportRefusal };

/** One move of one account on one device; `id` names it in the ledger. */
export interface SupportMove {
  readonly accountId: string;
  readonly device: Device;
  readonly id: string;
}

/** Ids of two accounts' moves never meet, nor those of two devices. */
const moveId = ({ accountId, device, id }: SupportMove): string => `${device.id}.${accountId}.${id}`;

const no = (refusal: SupportRefusal): JudgedSupport => ({ kind: 'refused', refusal });

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

/** What the rules say to putting an account's free coins behind somebody else's device. Nothing is written. */
export const judgeSupport = async (
  trx: Trx,
  network: Staking,
  { accountId, device, amount }: Pick<SupportMove, 'accountId' | 'device'> & { readonly amount: BaseUnits },
): Promise<JudgedSupport> => {
  if (device.revokedAt !== null) return no({ code: 'OFFER_NOT_FOUND' });
  const offer = await offerNow(trx, network, device);
  if (offer === undefined) return no({ code: 'OFFER_NOT_FOUND' });
  if (!offer.isOpen) return no({ code: 'OFFER_CLOSED' });
  const tier = tierAt(offer.tierLevel);
  if (!tierOpens(tier, 'supporters')) return no({ code: 'TIER_TOO_LOW', tier });
  const before = await readPosition(trx, device);
  const move = supportDevice(
    before,
    {
      holderId: accountId,
      amount,
      wallet: await balanceOf(trx, wallet(accountId)),
      required: requiredStakeOf(device.claim, network.parameters),
      isRelated: areRelated(await partyOf(trx, accountId), await partyOf(trx, device.accountId)),
      otherDevices: await otherDevicesOf(trx, accountId, device.id),
    },
    network.parameters,
  );
  if (move.kind === 'refused') return no(move.refusal);
  return { kind: 'allowed', before, after: move.position, amount, shareBps: offer.shareBps };
};

/** Puts coins behind a device. @throws Error when that is not allowed now: it is to be judged in the same transaction */
export const supportOn = async (
  trx: Trx,
  network: Staking,
  move: SupportMove & { readonly amount: BaseUnits },
): Promise<void> => {
  const judged = await judgeSupport(trx, network, move);
  if (judged.kind === 'refused') throw new Error(`an allowed support was refused with ${judged.refusal.code}`);
  const { accountId: holderId, device, amount } = move;
  const transfer = stakeTransfer({ stakeId: moveId(move), deviceId: device.id, holderId, amount });
  const now = network.clock.now();
  await post(trx, transfer, { deviceId: device.id, epoch: null, at: now });
  await keepPosition(trx, judged.before, judged.after, now);
  await refreshOffer(trx, network, device);
};

/** What the rules say to a notice for the whole of an account's support. Nothing is written. */
export const judgeLeave = async (
  trx: Trx,
  network: Staking,
  { accountId, device }: Pick<SupportMove, 'accountId' | 'device'>,
): Promise<JudgedSupport> => {
  const before = await readPosition(trx, device);
  const move = giveNotice(before, { holderId: accountId, now: network.clock.now() }, network.parameters);
  if (move.kind === 'refused') return no(move.refusal);
  const amount = before.supporters.find(({ holderId }) => holderId === accountId)?.amount ?? noCoins;
  const offer = await offerOf(trx, device.id);
  if (offer === undefined) throw new Error(`device ${device.id} has supporters and no offer`);
  return { kind: 'allowed', before, after: move.position, amount, shareBps: offer.shareBps };
};

/**
 * Gives notice for the whole of an account's support. From now on it earns nothing, and earnings are not staked again.
 *
 * @throws Error when that is not allowed now: it is to be judged in the same transaction
 */
export const leaveFrom = async (trx: Trx, network: Staking, move: SupportMove): Promise<void> => {
  const judged = await judgeLeave(trx, network, move);
  if (judged.kind === 'refused') throw new Error(`an allowed notice was refused with ${judged.refusal.code}`);
  const { accountId: holderId, device } = move;
  const now = network.clock.now();
  const leavesAt = now + networkHoursMs(network.parameters.supporterNoticeHours, network.parameters);
  await trx
    .insertInto('notices')
    .values({ id: moveId(move), deviceId: device.id, holderId, givenAt: now, leavesAt })
    .execute();
  await keepPosition(trx, judged.before, judged.after, now);
  await endCompounding(trx, device.id, holderId);
};
