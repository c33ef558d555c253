/**
 * Closes hours that have ended, each by the record of its own beginning, and in steps that are each one transaction: score
 * it and divide each reward among its holders, pay out what was confirmed before, pay its rewards. Killed between any two, the next start goes on from the
 * step that was reached; a step that is taken twice moves nothing the second time.
 */
import { sql } from 'kysely';
import { poolCarry } from '../../../shared/domain/ledger/account.ts';
import { confirmTransfer, rewardTransfers } from '../../../shared/domain/ledger/reward-transfers.ts';
import { uptimeWindowHours } from '../../../shared/domain/presence/uptime.ts';
import type { DeviceReward, PoolCarry, PoolHour } from '../../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { hourEmission } from '../../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../../shared/domain/rewards/emission-calendar.ts';
import { isVerifiedHour } from '../../../shared/domain/rewards/verified-hour.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../../shared/units/money.ts';
import { inChunks } from '../../store/chunks.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { balanceOf, post } from '../../store/ledger.ts';
import type { ClosedReward, EpochStep } from '../../store/tables/epochs.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { forfeitHour, slashesOfHour } from '../court/forfeits.ts';
import { accuseShortHours } from '../court/offences/short-hours.ts';
import type { Network } from '../network.ts';
import { tellGoneDown } from './going-down.ts';
import { coinsNow, keepCoins } from './hour-coins.ts';
import { asScoredDevice, hourFactsOf } from './hour-facts.ts';
import type { Hour } from './hours.ts';
import { payOutDue } from './payouts.ts';
import { publicFactsOf } from './public-facts.ts';
import { type ScoredDevice, scoreEpoch } from './scoring.ts';
import { readSightings, type Sighting } from './sightings.ts';
import { type DeviceSplit, keepParts, readSplits, sharesInForce, splitOf } from './splitting.ts';

/** Rows of one statement: a few thousand values fit everywhere. */
const linesAtOnce = 2_000;

type Closer = Pick<Network, 'db' | 'records' | 'clock'>;

/** What an hour mints; a part hour mints nothing. */
export const emissionOf = (
  hour: Pick<Hour, 'isPart' | 'emissionHour'>,
  { parameters }: Pick<Network, 'parameters'>,
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

const score = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'ended', 'scored'))) return;
    await sql`select advance_uptimes(${hour.number}, ${uptimeWindowHours})`.execute(trx);
    const ruled = { parameters: (await network.records.within(trx))(hour.startsAt) };
    const seen = await readSightings(trx, hour, null);
    const devices = seen.map((each) => asScoredDevice(each, hour, hourFactsOf(each, ruled)));
    const { number: epoch, isPart } = hour;
    const { pools, lines } = scoreEpoch(
      { epoch, isPart, emission: emissionOf(hour, ruled), carriedIn: await carryNow(trx), devices },
      ruled.parameters,
    );
    for (const { pool, minted, carriedIn, paid, carriedOut } of pools)
      await trx.insertInto('poolHours').values({ epoch, pool, minted, carriedIn, paid, carriedOut }).execute();
    const lineOf = new Map(lines.map((line) => [line.deviceId, line]));
    const shares = await sharesInForce(trx);
    const told = await publicFactsOf(trx, ruled, hour, seen);
    await tellGoneDown(trx, hour, seen, told);
    const divided: { line: ClosedReward; input: ScoredDevice; split: DeviceSplit }[] = [];
    for (const [at, { device }] of seen.entries()) {
      const [line, input] = [lineOf.get(device.id), devices[at]];
      if (line === undefined || input === undefined) throw new Error(`hour ${epoch} has no line for ${device.id}`);
      divided.push({ line, input, split: await splitOf(trx, device, line.reward, shares.get(device.id)) });
    }
    for (const some of inChunks(divided, linesAtOnce)) {
      const rows = some.map(({ line, input, split: { owner: ownerPart, shareBps } }) => {
        const { deviceId, reward } = line;
        const kept = { reason: exactJson(line), input: exactJson(input), ...told.get(deviceId) };
        return { epoch, deviceId, reward, ownerPart, shareBps, ...kept };
      });
      await trx.insertInto('rewards').values(rows).execute();
    }
    for (const { line, split } of divided) await keepParts(trx, line, split);
    await trx
      .updateTable('epochs')
      .set({ parameters: exactJson(ruled.parameters) })
      .where('number', '=', epoch)
      .execute();
  });

const settle = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'scored', 'settled'))) return;
    // What is paused stays confirmed, and goes out at the next turn.
    if (network.records.pauseOf('payout', network.clock.now()) !== null) return;
    await payOutDue(trx, { parameters: (await network.records.within(trx))(hour.startsAt) }, hour);
  });

/** Mints, pays every holder of the hour and confirms it: on this network nobody corrects an hour after it has closed. */
const pay = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'settled', 'closed', network.clock.now()))) return;
    const parameters = (await network.records.within(trx))(hour.startsAt);
    const { pools, lines } = await readResult(trx, hour);
    const keptSplit = await readSplits(trx, hour);
    const transfers = rewardTransfers(
      { epoch: hour.number, emission: noCoins, pools, rewards: lines.filter(isRuled) },
      keptSplit,
    );
    for (const each of transfers) {
      const deviceId = each.kind === 'hourly_reward' ? (each.idempotencyKey.split(':')[2] ?? null) : null;
      await post(trx, each, { deviceId, epoch: hour.number, at: hour.endsAt });
    }
    const slashes = await slashesOfHour(trx, hour.number);
    for (const { deviceId, proofsPassed, minutes } of lines) {
      const { ownerId, owner, supporters } = keptSplit(deviceId);
      const parts = [{ holderId: ownerId, amount: owner }, ...supporters];
      const about = { deviceId, epoch: hour.number, at: hour.endsAt };
      const slash = slashes.get(deviceId);
      if (slash !== undefined) await forfeitHour(trx, slash, parts, about);
      for (const { holderId, amount } of slash === undefined ? parts : []) {
        const confirmed = confirmTransfer({ deviceId, holderId, reference: String(hour.number), amount });
        await post(trx, confirmed, about);
      }
      if (!isVerifiedHour({ proofsPassed, minutes }, parameters)) continue;
      await trx
        .updateTable('devices')
        .set(({ eb }) => ({ verifiedHours: eb('verifiedHours', '+', 1) }))
        .where('id', '=', deviceId)
        .execute();
    }
    await keepCoins(trx, hour.number, await coinsNow(trx));
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
export const closeHour = async (
  network: Closer & Pick<Network, 'parameters' | 'sessions'>,
  hour: Hour,
): Promise<void> => {
  await score(network, hour);
  await settle(network, hour);
  // Before it is paid: what a hired device earned in an hour that it spoiled goes first.
  await accuseShortHours(network, hour);
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
  const parameters = network.records.at(hour.startsAt);
  const input = { epoch, isPart, emission: emissionOf(hour, { parameters }), carriedIn: await carryNow(trx), devices };
  return scoreEpoch(input, parameters).lines;
};
