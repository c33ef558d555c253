/**
 * Pays out what earlier hours confirmed, to every holder of the devices whose turn it is: each day from gold on, else as
 * often as the record says. Supporters, those who have left too, are paid with the device; an account whose wallet is about to change waits. It confirms nothing.
 */
import { type SqlBool, sql } from 'kysely';
import { smallerOf } from '../../../shared/domain/amounts/larger-and-smaller.ts';
import { payoutTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import { payoutEveryHoursFor, type TierName, tierFor } from '../../../shared/domain/tiers/tier.ts';
import { type BaseUnits, inBaseUnits } from '../../../shared/units/money.ts';
import { postAll } from '../../store/ledger.ts';
import { givenRows } from '../../store/rows.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { heldAccounts } from '../wallets/wallets.ts';
import { openOutbox } from '../webhooks/outbox.ts';
import { tierFactsOf } from './hour-facts.ts';
import type { Hour } from './hours.ts';
import { readSightings } from './sightings.ts';

interface Confirmed {
  readonly deviceId: string;
  readonly holderId: string;
  readonly amount: BaseUnits;
}

/** What every holder has confirmed, in order of device, its owner first: an hour confirms nothing else on the way. */
const readConfirmed = async (trx: Trx): Promise<Confirmed[]> => {
  const rows = await trx
    .selectFrom('balances')
    .innerJoin('devices', (join) => join.on(sql<SqlBool>`devices.id = split_part(account, ':', 2)`))
    .select(['devices.id as deviceId', 'amount', sql<string>`split_part(account, ':', 4)`.as('holderId')])
    .where('account', 'like', 'device:%:confirmed:%')
    .where('amount', '>', 0n)
    .orderBy('devices.id')
    .orderBy(sql`split_part(account, ':', 4) <> devices.account_id`)
    .orderBy('holderId')
    .execute();
  return rows.map((row) => ({ ...row, amount: inBaseUnits(row.amount) }));
};

const keyOf = ({ deviceId, holderId }: Omit<Confirmed, 'amount'>): string => `${deviceId} ${holderId}`;

/**
 * Of what holders have confirmed, the part that does not wait to be staked again, and the hour before which all of it was
 * earned.
 */
const payableOf = async (
  trx: Trx,
  hour: Hour,
  confirmed: readonly Confirmed[],
): Promise<(Confirmed & { readonly before: number })[]> => {
  const compounding = await trx
    .selectFrom('compounding')
    .select(['deviceId', 'holderId', 'leftOver', 'doneEpoch'])
    .execute();
  const waits = new Map(compounding.map((row) => [keyOf(row), row]));
  const payable = confirmed.map((each) => {
    const waiting = waits.get(keyOf(each));
    if (waiting === undefined) return { ...each, before: hour.number };
    const amount = smallerOf(each.amount, inBaseUnits(waiting.leftOver));
    return { ...each, amount, before: (waiting.doneEpoch ?? 0) + 1 };
  });
  const taken = payable.filter((each) => waits.has(keyOf(each)));
  if (taken.length > 0)
    await sql`update compounding set left_over = 0
      from ${givenRows(
        taken.map(({ deviceId: device, holderId: holder }) => ({ device, holder })),
        { device: 'text', holder: 'text' },
      )} where device_id = device and holder_id = holder`.execute(trx);
  return payable;
};

/** Tiers by which devices were scored in the hour, and of those that were not there the one that they have at its end. */
const tiersOf = async (
  trx: Trx,
  network: Pick<Network, 'parameters'>,
  hour: Hour,
  deviceIds: readonly string[],
): Promise<Map<string, TierName>> => {
  const scored = await trx
    .selectFrom('rewards')
    .select(['deviceId', sql<TierName>`input::json -> 'facts' ->> 'tier'`.as('tier')])
    .where('epoch', '=', hour.number)
    .execute();
  const tiers = new Map(scored.map(({ deviceId, tier }) => [deviceId, tier]));
  const away = deviceIds.filter((id) => !tiers.has(id));
  const seen = away.length === 0 ? [] : await readSightings(trx, hour, away);
  for (const each of seen) tiers.set(each.device.id, tierFor(tierFactsOf(each, network)));
  return tiers;
};

/** Those whose devices' turn it is. */
const whoseTurn = async (
  trx: Trx,
  network: Pick<Network, 'parameters'>,
  hour: Hour,
  { confirmed, isTurnOf }: { confirmed: readonly Confirmed[]; isTurnOf: (everyHours: number) => boolean },
): Promise<Confirmed[]> => {
  const tiers = await tiersOf(trx, network, hour, [...new Set(confirmed.map(({ deviceId }) => deviceId))]);
  return confirmed.filter(({ deviceId }) =>
    isTurnOf(payoutEveryHoursFor(tiers.get(deviceId) ?? 'unranked', network.parameters)),
  );
};

/** To be called once an hour, in the transaction that takes the hour's step. */
export const payOutDue = async (trx: Trx, network: Pick<Network, 'parameters'>, hour: Hour): Promise<void> => {
  const { parameters } = network;
  const isTurnOf = (everyHours: number): boolean => (hour.number + 1) % everyHours === 0;
  const [seldom, often] = [payoutEveryHoursFor('unranked', parameters), payoutEveryHoursFor('platinum', parameters)];
  if (!isTurnOf(seldom) && !isTurnOf(often)) return;
  const held = await heldAccounts(trx);
  const confirmed = (await readConfirmed(trx)).filter(({ holderId }) => !held.has(holderId));
  const isForAll = isTurnOf(seldom) && isTurnOf(often);
  const due = isForAll ? confirmed : await whoseTurn(trx, network, hour, { confirmed, isTurnOf });
  const payouts = (await payableOf(trx, hour, due)).values().map(({ before, ...payout }) => ({
    transfer: payoutTransfer({ payoutId: String(hour.number), ...payout }),
    about: { deviceId: payout.deviceId, epoch: before, at: hour.endsAt },
    payout,
  }));
  const tell = await openOutbox(trx, 'payout_sent');
  for (const { payout } of await postAll(trx, payouts)) {
    const { holderId: accountId, deviceId, amount } = payout;
    await tell({ accountId, deviceId, facts: { epoch: hour.number, amount: String(amount) }, at: hour.endsAt });
  }
};
