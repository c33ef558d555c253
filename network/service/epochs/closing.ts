/**
 * Closes hours that have ended, each in steps that are each one transaction: score it, pay out what was confirmed before,
 * pay its rewards. Killed between any two, the next start goes on from the step that was reached; a step that is taken
 * twice moves nothing the second time.
 */
import { earned, poolCarry } from '../../../shared/domain/ledger/account.ts';
import { confirmTransfer, payoutTransfer, rewardTransfers } from '../../../shared/domain/ledger/reward-transfers.ts';
import { classNamed } from '../../../shared/domain/rewards/classes.ts';
import {
  type DeviceReward,
  distributeHour,
  type EpochResult,
  type PoolCarry,
  type PoolHour,
} from '../../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { hourEmission } from '../../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../../shared/domain/rewards/emission-calendar.ts';
import { scoreHour } from '../../../shared/domain/rewards/score.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import type { ClosedReward, EpochStep } from '../../store/tables/epochs.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { heldAccounts } from '../wallets/wallets.ts';
import { asHourDevice, devicesSeenIn, hourFactsOf, wasWholeFor } from './hour-facts.ts';
import type { Hour } from './hours.ts';

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

/** The hour's result by the rules, and the lines of devices for which it was no whole hour. */
const resultOf = async (
  trx: Trx,
  network: Closer,
  hour: Hour,
): Promise<{ result: EpochResult; lines: ClosedReward[] }> => {
  const seen = await Promise.all(
    (await devicesSeenIn(trx, hour)).map(async (device) => ({
      device,
      facts: await hourFactsOf(trx, network, device, hour),
    })),
  );
  const whole = seen.filter(({ device }) => wasWholeFor(device, hour));
  const result = distributeHour(
    {
      epoch: hour.number,
      emission: emissionOf(hour, network),
      carriedIn: await carryNow(trx),
      devices: whole.map(({ device, facts }) => asHourDevice(device, facts)),
    },
    network.parameters,
  );
  const outside = seen
    .filter(({ device }) => !wasWholeFor(device, hour))
    .map(({ device, facts }): ClosedReward => {
      const deviceClass = classNamed(device.claim.class, network.parameters.classes);
      const pool = result.pools.find((candidate) => candidate.pool === deviceClass.pool);
      return {
        epoch: hour.number,
        deviceId: device.id,
        class: deviceClass.name,
        poolName: deviceClass.pool,
        pool: inBaseUnits((pool?.minted ?? 0n) + (pool?.carriedIn ?? 0n)),
        ...scoreHour(facts, deviceClass, network.parameters).factors,
        score: 0n,
        scoreSum: pool?.scoreSum ?? 0n,
        reward: noCoins,
        proofsPassed: facts.proofsPassed,
        proofsAsked: facts.proofsAsked,
        minutes: facts.minutes,
        ineligible: hour.isPart ? 'part_hour' : 'joined_this_hour',
      };
    });
  return { result, lines: [...result.rewards, ...outside] };
};

const score = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'ended', 'scored'))) return;
    const { result, lines } = await resultOf(trx, network, hour);
    for (const pool of result.pools) {
      const { minted, carriedIn, paid, carriedOut } = pool;
      await trx
        .insertInto('poolHours')
        .values({ epoch: hour.number, pool: pool.pool, minted, carriedIn, paid, carriedOut })
        .execute();
    }
    for (const line of lines) {
      await trx
        .insertInto('rewards')
        .values({ epoch: hour.number, deviceId: line.deviceId, reward: line.reward, reason: exactJson(line) })
        .execute();
    }
  });

/** Every `payoutEveryHours` what earlier hours confirmed goes to its owner's wallet, unless a change of it waits. */
const settle = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'scored', 'settled'))) return;
    if ((hour.number + 1) % network.parameters.payoutEveryHours !== 0) return;
    const held = await heldAccounts(trx);
    for (const { id, accountId } of await confirmedDevices(trx)) {
      if (held.has(accountId)) continue;
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

/** What the open hour would pay if it closed with these facts; nothing is written. */
export const estimateHour = async (
  trx: Trx,
  network: Closer,
  hour: Hour,
  facts: (device: Device) => Promise<HourFacts>,
): Promise<EpochResult> => {
  const devices = (await devicesSeenIn(trx, hour)).filter((device) => wasWholeFor(device, hour));
  return distributeHour(
    {
      epoch: hour.number,
      emission: emissionOf(hour, network),
      carriedIn: await carryNow(trx),
      devices: await Promise.all(devices.map(async (device) => asHourDevice(device, await facts(device)))),
    },
    network.parameters,
  );
};
