/**
 * Closes hours that have ended, each in steps that are each one transaction: score it, pay out what was confirmed before,
 * pay its rewards. Killed between any two, the next start goes on from the step that was reached; a step that is taken
 * twice moves nothing the second time.
 */
import { sql } from 'kysely';
import { earned, poolCarry } from '../../../shared/domain/ledger/account.ts';
import { confirmTransfer, payoutTransfer, rewardTransfers } from '../../../shared/domain/ledger/reward-transfers.ts';
import { uptimeWindowHours } from '../../../shared/domain/presence/uptime.ts';
import type { DeviceReward, PoolCarry, PoolHour } from '../../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { hourEmission } from '../../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../../shared/domain/rewards/emission-calendar.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { inChunks } from '../../store/chunks.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import type { ClosedReward, EpochStep } from '../../store/tables/epochs.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { asScoredDevice, hourFactsOf } from './hour-facts.ts';
import type { Hour } from './hours.ts';
import { type HourInput, scoreEpoch } from './scoring.ts';
import { readSightings, type Sighting } from './sightings.ts';

/** Rows of one statement: a few thousand values fit everywhere. */
const linesAtOnce = 2_000;

type Closer = Pick<Network, 'db' | 'parameters' | 'clock'>;

/** What an hour mints; a part hour mints nothing. */
export const emissionOf = (
  hour: Pick<Hour, 'isPart' | 'emissionHour'>,
  { parameters }: Pick<Closer, 'parameters'>,
): BaseUnits => {
  if (hour.isPart) return noCoins;
  const { month, hourOfMonth, hoursInMonth } = emissionHourAt(parameters.calendar, hour.emissionHour);
  return hourEmission(month, hourOfMonth, hoursInMonth);
};

/** What the pools hold from the hours before. */
export const carryNow = async (trx: Trx): Promise<PoolCarry> => ({
  enterprise: await balanceOf(trx, poolCarry('enterprise')),
  community: await balanceOf(trx, poolCarry('community')),
});

const moveOn = async (
  trx: Trx,
  hour: Hour,
  from: EpochStep,
  to: EpochStep,
  closedAt: number | null = null,
): Promise<boolean> => {
  const moved = await trx
    .updateTable('epochs')
    .set({ step: to, closedAt })
    .where('number', '=', hour.number)
    .where('step', '=', from)
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
};

/** What the network saw in an hour, as its score follows from it. */
const inputOf = async (trx: Trx, network: Closer, hour: Hour): Promise<HourInput> => {
  await sql`select advance_uptimes(${hour.number}, ${uptimeWindowHours})`.execute(trx);
  const seen = await readSightings(trx, hour, null);
  return {
    epoch: hour.number,
    isPart: hour.isPart,
    emission: emissionOf(hour, network),
    carriedIn: await carryNow(trx),
    devices: seen.map((each) => asScoredDevice(each, hour, hourFactsOf(each, network))),
  };
};

const score = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'ended', 'scored'))) return;
    const input = await inputOf(trx, network, hour);
    const { pools, lines } = scoreEpoch(input, network.parameters);
    for (const { pool, minted, carriedIn, paid, carriedOut } of pools) {
      await trx
        .insertInto('poolHours')
        .values({ epoch: hour.number, pool, minted, carriedIn, paid, carriedOut })
        .execute();
    }
    const inputs = new Map(input.devices.map((device) => [device.deviceId, exactJson(device)]));
    for (const some of inChunks(lines, linesAtOnce)) {
      await trx
        .insertInto('rewards')
        .values(
          some.map((line) => ({
            epoch: hour.number,
            deviceId: line.deviceId,
            reward: line.reward,
            reason: exactJson(line),
            input: inputs.get(line.deviceId) ?? null,
          })),
        )
        .execute();
    }
    await trx
      .updateTable('epochs')
      .set({ parameters: exactJson(network.parameters) })
      .where('number', '=', hour.number)
      .execute();
  });

/** Every `payoutEveryHours` what earlier hours confirmed goes to its owner's wallet. */
const settle = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'scored', 'settled'))) return;
    if ((hour.number + 1) % network.parameters.payoutEveryHours !== 0) return;
    for (const { id, accountId } of await confirmedDevices(trx)) {
      const amount = await balanceOf(trx, earned('confirmed', id, accountId));
      const payout = payoutTransfer({ payoutId: String(hour.number), deviceId: id, holderId: accountId, amount });
      await post(trx, payout, { deviceId: id, epoch: hour.number, at: hour.endsAt });
    }
  });

/** Devices that were ever paid for an hour. */
const confirmedDevices = (trx: Trx): Promise<{ id: string; accountId: string }[]> =>
  trx
    .selectFrom('devices')
    .select(['id', 'accountId'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('rewards').select('epoch').whereRef('rewards.deviceId', '=', 'devices.id').where('reward', '>', 0n),
      ),
    )
    .orderBy('id')
    .execute();

/** Mints, pays each device of the hour and confirms it: on this network nobody corrects an hour after it has closed. */
const pay = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'settled', 'closed', network.clock.now()))) return;
    const { pools, lines } = await readResult(trx, hour);
    const owners = new Map(
      (await trx.selectFrom('devices').select(['id', 'accountId']).execute()).map(({ id, accountId }) => [
        id,
        accountId,
      ]),
    );
    const transfers = rewardTransfers(
      { epoch: hour.number, emission: noCoins, pools, rewards: lines.filter(isRuled) },
      (deviceId, reward) => ({ ownerId: owners.get(deviceId) ?? deviceId, owner: reward, supporters: [] }),
    );
    for (const each of transfers) {
      const deviceId = each.kind === 'hourly_reward' ? (each.idempotencyKey.split(':')[2] ?? null) : null;
      await post(trx, each, { deviceId, epoch: hour.number, at: hour.endsAt });
    }
    for (const { deviceId, reward, proofsPassed, minutes } of lines) {
      const holderId = owners.get(deviceId) ?? deviceId;
      const confirmed = confirmTransfer({ deviceId, holderId, reference: String(hour.number), amount: reward });
      await post(trx, confirmed, { deviceId, epoch: hour.number, at: hour.endsAt });
      if (proofsPassed < network.parameters.proofsNeeded || minutes < network.parameters.minutesNeeded) continue;
      await trx
        .updateTable('devices')
        .set(({ eb }) => ({ verifiedHours: eb('verifiedHours', '+', 1) }))
        .where('id', '=', deviceId)
        .execute();
    }
  });

const isRuled = (line: ClosedReward): line is DeviceReward =>
  line.ineligible !== 'part_hour' && line.ineligible !== 'joined_this_hour';

/** What `score` wrote. */
const readResult = async (trx: Trx, hour: Hour): Promise<{ pools: PoolHour[]; lines: ClosedReward[] }> => {
  const pools = await trx.selectFrom('poolHours').selectAll().where('epoch', '=', hour.number).execute();
  const lines = await trx.selectFrom('rewards').select('reason').where('epoch', '=', hour.number).execute();
  return {
    pools: pools.map(({ pool, minted, carriedIn, paid, carriedOut }) => ({
      pool,
      minted: inBaseUnits(minted),
      carriedIn: inBaseUnits(carriedIn),
      paid: inBaseUnits(paid),
      carriedOut: inBaseUnits(carriedOut),
      scoreSum: 0n,
    })),
    lines: lines.map(({ reason }) => readExactJson<ClosedReward>(reason)),
  };
};

/** Takes the steps that an ended hour still lacks. */
export const closeHour = async (network: Closer, hour: Hour): Promise<void> => {
  await score(network, hour);
  await settle(network, hour);
  await pay(network, hour);
};

/** Hours that have ended and are not closed, oldest first. */
export const hoursToClose = ({ db }: Pick<Closer, 'db'>): Promise<Hour[]> =>
  db.selectFrom('epochs').selectAll().where('step', 'in', ['ended', 'scored', 'settled']).orderBy('number').execute();

/** What the open hour would pay each device if it closed with these facts; nothing is written. */
export const estimateHour = async (
  trx: Trx,
  network: Closer,
  hour: Hour,
  facts: (seen: Sighting) => HourFacts,
): Promise<ClosedReward[]> => {
  const seen = await readSightings(trx, hour, null);
  const devices = seen.map((each) => asScoredDevice(each, hour, facts(each)));
  const { number: epoch, isPart } = hour;
  const input = { epoch, isPart, emission: emissionOf(hour, network), carriedIn: await carryNow(trx), devices };
  return scoreEpoch(input, network.parameters).lines;
};
