/**
 * What an account has at stake on devices, its own and those it supports: coins, dates, terms, earnings and what could be
 * lost. It reads; nothing moves here.
 */
import { sql } from 'kysely';
import type { AccountPosition } from '../../../shared/contract/network/holdings.ts';
import { largerOf } from '../../../shared/domain/amounts/larger-and-smaller.ts';
import { earned } from '../../../shared/domain/ledger/account.ts';
import { risksOf } from '../../../shared/domain/slashing/risks.ts';
import { countedStake, heldBy } from '../../../shared/domain/staking/position.ts';
import { stakeCapacity } from '../../../shared/domain/staking/required.ts';
import { inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { balanceOf } from '../../store/ledger.ts';
import { readPosition } from '../../store/position.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { casesAgainst } from '../court/slashes.ts';
import { type Device, requiredStakeOf } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { offerOf } from './offers.ts';

type Reader = Pick<Network, 'db' | 'parameters' | 'clock'>;

/** All that was ever confirmed to a holder: confirming is the only way into that account. */
const earnedEver = async (trx: Trx, deviceId: string, holderId: string): Promise<bigint> => {
  const row = await trx
    .selectFrom('postings')
    .select(({ fn }) => fn.sum<bigint | null>('amount').as('sum'))
    .where('account', '=', earned('confirmed', deviceId, holderId))
    .where('amount', '>', 0n)
    .executeTakeFirst();
  return row?.sum ?? 0n;
};

const isCompounding = async (trx: Trx, deviceId: string, holderId: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('compounding')
    .select('since')
    .where('deviceId', '=', deviceId)
    .where('holderId', '=', holderId)
    .executeTakeFirst();
  return row !== undefined;
};

const describe = async (trx: Trx, network: Reader, accountId: string, device: Device): Promise<AccountPosition> => {
  const position = await readPosition(trx, device);
  const required = requiredStakeOf(device.claim, network.parameters);
  const capacity = stakeCapacity(required, network.parameters);
  const deviceStaked = countedStake(position);
  const leavesAt = position.supporters.find(({ holderId }) => holderId === accountId)?.leavesAt ?? null;
  const offer = await offerOf(trx, device.id);
  const risks = risksOf(position, accountId, network.parameters, await casesAgainst(trx, network, device.id));
  return {
    deviceId: device.id,
    role: device.accountId === accountId ? 'owner' : 'supporter',
    class: device.claim.class,
    count: device.claim.count,
    staked: heldBy(position, accountId).toString(),
    leavesAt,
    cooling: position.cooling
      .filter(({ holderId }) => holderId === accountId)
      .map(({ id, amount, askedAt, freeAt }) => ({ id, amount: amount.toString(), askedAt, freeAt })),
    deviceStaked: deviceStaked.toString(),
    required: required.toString(),
    capacity: capacity.toString(),
    overflow: largerOf(noCoins, inBaseUnits(deviceStaked - capacity)).toString(),
    offer: offer === undefined ? null : { shareBps: offer.shareBps, isOpen: offer.isOpen },
    isCompounding: await isCompounding(trx, device.id, accountId),
    earned: (await earnedEver(trx, device.id, accountId)).toString(),
    claimable: (await balanceOf(trx, earned('confirmed', device.id, accountId))).toString(),
    risks: risks.map(({ offence, bps, loss }) => ({ offence, bps, loss: loss.toString() })),
  };
};

/** Devices where the account has coins that count or cool, in order of id. */
export const positionsOf = (
  network: Reader,
  accountId: string,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ positions: AccountPosition[]; next: string | null }> =>
  inTransaction(network.db, async (trx) => {
    const devices = await trx
      .selectFrom('devices')
      .selectAll()
      .where('id', '>', page.after ?? '')
      .where(({ eb, or, exists, selectFrom }) =>
        or([
          exists(
            selectFrom('cooling')
              .select('cooling.id')
              .whereRef('cooling.deviceId', '=', 'devices.id')
              .where('cooling.holderId', '=', accountId)
              .where('cooling.endedAt', 'is', null),
          ),
          exists(
            selectFrom('supporters')
              .select('supporters.deviceId')
              .whereRef('supporters.deviceId', '=', 'devices.id')
              .where('supporters.holderId', '=', accountId)
              .where('supporters.isIn', '=', true),
          ),
          eb.and([
            eb('devices.accountId', '=', accountId),
            sql<boolean>`(select sum(amount) from postings
              where account = 'device:' || devices.id || ':stake:' || ${accountId}) > 0`,
          ]),
        ]),
      )
      .orderBy('id')
      .limit(page.limit + 1)
      .execute();
    const shown = devices.slice(0, page.limit);
    const positions: AccountPosition[] = [];
    for (const device of shown) positions.push(await describe(trx, network, accountId, device));
    return { positions, next: devices.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
  });
