/**
 * Pays out what earlier hours confirmed, to every holder of the devices whose turn it is: each day from gold on, else as
 * often as the record says. Supporters, those who have left too, are paid with the device; an account whose wallet is about to change waits. It confirms nothing.
 */

import { smallerOf } from '../../../shared/domain/amounts/larger-and-smaller.ts';
import { earned } from '../../../shared/domain/ledger/account.ts';
import { payoutTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import { payoutEveryHoursFor, tierFor } from '../../../shared/domain/tiers/tier.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { balancesOf, post } from '../../store/ledger.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { heldAccounts } from '../wallets/wallets.ts';
import { openOutbox } from '../webhooks/outbox.ts';
import { tierFactsOf } from './hour-facts.ts';
import type { Hour } from './hours.ts';
import { readSighting } from './sightings.ts';

/** Devices that were ever paid for an hour. */
const earningDevices = (trx: Trx): Promise<Device[]> =>
  trx
    .selectFrom('devices')
    .selectAll()
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('rewards').select('epoch').whereRef('rewards.deviceId', '=', 'devices.id').where('reward', '>', 0n),
      ),
    )
    .orderBy('id')
    .execute();

/** What each holder of the device has confirmed: the owner, and everyone who supports it or did. */
const confirmedOn = async (trx: Trx, device: Device): Promise<{ holderId: string; amount: BaseUnits }[]> => {
  const supporters = await trx
    .selectFrom('supporters')
    .select('holderId')
    .where('deviceId', '=', device.id)
    .orderBy('holderId')
    .execute();
  const holders = [device.accountId, ...supporters.map(({ holderId }) => holderId)];
  const accounts = holders.map((holderId) => earned('confirmed', device.id, holderId));
  const balances = await balancesOf(trx, accounts);
  return holders
    .map((holderId) => ({ holderId, amount: balances.get(earned('confirmed', device.id, holderId)) ?? noCoins }))
    .filter(({ amount }) => amount > 0n);
};

/**
 * Of what a holder has confirmed, the part that does not wait to be staked again, and the hour before which all of it was
 * earned.
 */
const payable = async (
  trx: Trx,
  hour: Hour,
  { deviceId, holderId, amount }: { deviceId: string; holderId: string; amount: BaseUnits },
): Promise<{ amount: BaseUnits; before: number }> => {
  const compounding = await trx
    .selectFrom('compounding')
    .select(['leftOver', 'doneEpoch'])
    .where('deviceId', '=', deviceId)
    .where('holderId', '=', holderId)
    .executeTakeFirst();
  if (compounding === undefined) return { amount, before: hour.number };
  await trx
    .updateTable('compounding')
    .set({ leftOver: noCoins })
    .where('deviceId', '=', deviceId)
    .where('holderId', '=', holderId)
    .execute();
  const { leftOver, doneEpoch } = compounding;
  return { amount: smallerOf(amount, inBaseUnits(leftOver)), before: (doneEpoch ?? 0) + 1 };
};

/** To be called once an hour, in the transaction that takes the hour's step. */
export const payOutDue = async (trx: Trx, network: Pick<Network, 'parameters'>, hour: Hour): Promise<void> => {
  const { parameters } = network;
  const isTurnOf = (everyHours: number): boolean => (hour.number + 1) % everyHours === 0;
  const [seldom, often] = [payoutEveryHoursFor('unranked', parameters), payoutEveryHoursFor('platinum', parameters)];
  if (!isTurnOf(seldom) && !isTurnOf(often)) return;
  const isForAll = isTurnOf(seldom) && isTurnOf(often);
  const held = await heldAccounts(trx);
  const tell = await openOutbox(trx, 'payout_sent');
  for (const device of await earningDevices(trx)) {
    const confirmed = (await confirmedOn(trx, device)).filter(({ holderId }) => !held.has(holderId));
    if (confirmed.length === 0) continue;
    if (!isForAll) {
      const tier = tierFor(tierFactsOf(await readSighting(trx, hour, device.id), network));
      if (!isTurnOf(payoutEveryHoursFor(tier, parameters))) continue;
    }
    const deviceId = device.id;
    for (const { holderId, amount: all } of confirmed) {
      const { amount, before } = await payable(trx, hour, { deviceId, holderId, amount: all });
      const payout = payoutTransfer({ payoutId: String(hour.number), deviceId, holderId, amount });
      const isSent = await post(trx, payout, { deviceId, epoch: before, at: hour.endsAt });
      const facts = { epoch: hour.number, amount: String(amount) };
      if (isSent) await tell({ accountId: holderId, deviceId, facts, at: hour.endsAt });
    }
  }
};
