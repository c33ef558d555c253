/**
 * What the Astronaut Program does once for each 720 network hours: credits devices that were nearly always there, and
 * pays the community's share of the fees to those who have points.
 */
import { sql } from 'kysely';
import { communityPayout } from '../../../shared/domain/astronaut/community-payout.ts';
import { pointsOf } from '../../../shared/domain/astronaut/points.ts';
import { communityPayTransfer } from '../../../shared/domain/ledger/community-transfers.ts';
import { hourMinutes } from '../../../shared/domain/presence/minutes.ts';
import { uptimeBps } from '../../../shared/domain/presence/uptime.ts';
import type { ComplianceLevel } from '../../../shared/domain/tiers/tier.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import type { AstronautTurnTable } from '../../store/tables/astronaut.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { creditDeed, deedsOfAll } from './deeds.ts';

type Keeper = Pick<Network, 'db' | 'clock' | 'parameters' | 'records' | 'personsOf'>;

const monthHours = 720;
const uptimeNeededBps = 9_900;

/** Months that are over by the newest hour that was closed. */
const monthsOver = async (db: Network['db']): Promise<number> => {
  const { last } = await db
    .selectFrom('epochs')
    .select(({ fn }) => fn.max<number | null>('number').as('last'))
    .where('step', '=', 'closed')
    .executeTakeFirstOrThrow();
  return Math.floor(((last ?? -1) + 1) / monthHours);
};

/** @returns false when it was taken before */
const takeTurn = async (trx: Trx, kind: AstronautTurnTable['kind'], month: number): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('astronautTurns')
    .values({ kind, month })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/** Minutes of a month in which the network itself was up. */
const servedIn = async (trx: Trx, first: number): Promise<number> => {
  const { served } = await trx
    .selectFrom('epochs')
    .select(sql<number | null>`sum(minutes_in(served_mask::int8))::int4`.as('served'))
    .where('number', '>=', first)
    .where('number', '<', first + monthHours)
    .executeTakeFirstOrThrow();
  return served ?? 0;
};

/** Devices that were registered before a month began, and the served minutes of it in which each was there. */
const presentIn = (trx: Trx, first: number) =>
  trx
    .selectFrom('presence')
    .innerJoin('epochs', 'epochs.number', 'presence.epoch')
    .innerJoin('devices', 'devices.id', 'presence.deviceId')
    .select([
      'devices.id as deviceId',
      'devices.accountId',
      sql<number>`sum(minutes_in(minute_mask::int8 & served_mask::int8))::int4`.as('presentMinutes'),
    ])
    .where('epochs.number', '>=', first)
    .where('epochs.number', '<', first + monthHours)
    .where('devices.revokedAt', 'is', null)
    .where('devices.registeredAt', '<=', (query) =>
      query.selectFrom('epochs as began').select('began.startsAt').where('began.number', '=', first),
    )
    .groupBy(['devices.id', 'devices.accountId'])
    .execute();

/** Of the time in which the network itself was up, as uptime is everywhere; a month of which it missed half counts for nobody. */
const creditUptimes = (network: Keeper, month: number): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await takeTurn(trx, 'uptime', month))) return;
    const at = network.clock.now();
    const first = month * monthHours;
    const servedMinutes = await servedIn(trx, first);
    if (servedMinutes < (monthHours * hourMinutes) / 2) return;
    for (const { deviceId, accountId, presentMinutes } of await presentIn(trx, first)) {
      const bps = uptimeBps({ servedMinutes, presentMinutes, continuousMinutes: 0 });
      if (bps < uptimeNeededBps) continue;
      await creditDeed(trx, accountId, { id: `uptime.${month}.${deviceId}`, at, kind: 'uptime', uptimeBps: bps });
    }
  });

const payCommunity = (network: Keeper, month: number): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await takeTurn(trx, 'payout', month))) return;
    const now = network.clock.now();
    const deeds = await deedsOfAll(trx);
    const accounts = await trx
      .selectFrom('accounts')
      .select(['id', 'complianceLevel'])
      .where('complianceLevel', '>=', 2)
      .orderBy('id')
      .execute();
    const persons = await network.personsOf(
      trx,
      accounts.map(({ id }) => id),
    );
    const astronauts = accounts.flatMap(({ id: accountId, complianceLevel }) => {
      const personId = persons.get(accountId);
      const points = pointsOf(deeds.get(accountId) ?? [], now, network.parameters);
      if (personId === undefined || points === 0) return [];
      return [{ accountId, personId, complianceLevel: complianceLevel as ComplianceLevel, points }];
    });
    const { payouts } = communityPayout(await balanceOf(trx, 'fees:community'), astronauts);
    await post(trx, communityPayTransfer(String(month), payouts), { deviceId: null, epoch: null, at: now });
  });

/** Does what the months that are over still lack: the newest one's only, since what it needs of earlier ones is gone. */
export const tendMonths = async (network: Keeper): Promise<void> => {
  const months = await monthsOver(network.db);
  if (months === 0) return;
  await creditUptimes(network, months - 1);
  if (network.records.pauseOf('payout', network.clock.now()) === null) await payCommunity(network, months - 1);
};
