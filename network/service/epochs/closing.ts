/**
 * Closes hours that have ended, each by the record of its own beginning, and in steps that are each one transaction: score
 * it and divide each reward among its holders, pay out what was confirmed before, pay its rewards. Killed between any two, the next start goes on from the
 * step that was reached; a step that is taken twice moves nothing the second time.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { poolCarry } from '../../../shared/domain/ledger/account.ts';
import { uptimeWindowHours } from '../../../shared/domain/presence/uptime.ts';
import type { PoolCarry } from '../../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../../shared/domain/rewards/eligibility.ts';
import { hourEmission } from '../../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../../shared/domain/rewards/emission-calendar.ts';
import { type BaseUnits, noCoins } from '../../../shared/units/money.ts';
import { inChunks } from '../../store/chunks.ts';
import { exactJson } from '../../store/exact-json.ts';
import { balanceOf } from '../../store/ledger.ts';
import { givenRows } from '../../store/rows.ts';
import type { ClosedReward, EpochStep } from '../../store/tables/epochs.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import { accuseShortHours } from '../court/offences/short-hours.ts';
import type { Network } from '../network.ts';
import { tellGoneDown } from './going-down.ts';
import { coinsNow, keepCoins } from './hour-coins.ts';
import { asScoredDevice, hourFactsOf } from './hour-facts.ts';
import type { Hour } from './hours.ts';
import { payHour } from './paying.ts';
import { payOutDue } from './payouts.ts';
import { type PublicFacts, publicFactsOf } from './public-facts.ts';
import { type ScoredDevice, scoreEpoch } from './scoring.ts';
import { readSightings, type Sighting } from './sightings.ts';
import { type DeviceSplit, keepParts, splitOf, supportInForce } from './splitting.ts';

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

interface Divided {
  readonly deviceId: string;
  readonly line: ClosedReward;
  readonly input: ScoredDevice;
  readonly split: DeviceSplit;
  readonly told: PublicFacts;
}

const lineColumns = {
  ...{ epoch: 'int8', device: 'text', reward: 'numeric', owner: 'numeric', share: 'int4', reason: 'text' },
  ...{ input: 'text', level: 'int4', quality: 'int4', state: 'text', slashed: 'numeric' },
};

/** @param all  worked out as they are taken. @returns all of them, kept */
const keepLines = async (trx: Trx, all: Iterable<Divided>): Promise<Divided[]> => {
  const divided: Divided[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  for (const some of inChunks(all, linesAtOnce)) {
    divided.push(...some);
    const rows = some.map(({ deviceId: device, line, input, split: { owner, shareBps }, told }) => ({
      ...{ epoch: line.epoch, device, reward: String(line.reward), owner: String(owner), share: shareBps },
      ...{ reason: exactJson(line), input: exactJson(input) },
      ...{ level: told.complianceLevel, quality: told.qualityBps, state: told.state, slashed: String(told.slashed) },
    }));
    // Written out while the database is busy with the part before.
    const given = givenRows(rows, lineColumns);
    await writing;
    writing = sql`insert into rewards (epoch, device_id, reward, owner_part, share_bps, reason, input, compliance_level,
        quality_bps, state, slashed)
      select epoch, device, reward, owner, share, reason, input, level, quality, state, slashed
      from ${given}`.execute(trx);
    writing.catch(() => undefined);
    // It is on its way before what comes next is written out.
    await turn();
  }
  await writing;
  return divided;
};

const score = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'ended', 'scored'))) return;
    const ruled = { parameters: (await network.records.within(trx))(hour.startsAt) };
    const seen = await readSightings(trx, hour, 'seen', () =>
      sql`select advance_uptimes(${hour.number}, ${uptimeWindowHours})`.execute(trx),
    );
    const devices = seen.map((each) => asScoredDevice(each, hour, hourFactsOf(each, ruled)));
    const { number: epoch, isPart } = hour;
    const { pools, lines } = scoreEpoch(
      { epoch, isPart, emission: emissionOf(hour, ruled), carriedIn: await carryNow(trx), devices },
      ruled.parameters,
    );
    for (const { pool, minted, carriedIn, paid, carriedOut } of pools)
      await trx.insertInto('poolHours').values({ epoch, pool, minted, carriedIn, paid, carriedOut }).execute();
    const lineOf = new Map(lines.map((line) => [line.deviceId, line]));
    const support = await supportInForce(trx, null);
    const facts = await publicFactsOf(trx, ruled, hour, seen);
    const divided = devices.values().map((input): Divided => {
      const { deviceId } = input;
      const [line, told] = [lineOf.get(deviceId), facts.get(deviceId)];
      if (line === undefined || told === undefined) throw new Error(`hour ${epoch} has no line for ${deviceId}`);
      return { deviceId, line, input, split: splitOf(line.reward, support.get(deviceId)), told };
    });
    const [kept] = await Promise.all([keepLines(trx, divided), tellGoneDown(trx, hour, seen, facts)]);
    await keepParts(trx, epoch, kept);
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

const pay = (network: Closer, hour: Hour): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    if (!(await moveOn(trx, hour, 'settled', 'closed', network.clock.now()))) return;
    await payHour(trx, { parameters: (await network.records.within(trx))(hour.startsAt) }, hour);
    await keepCoins(trx, hour.number, await coinsNow(trx));
  });

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
  const seen = await readSightings(trx, hour, 'seen');
  const devices = seen.map((each) => asScoredDevice(each, hour, facts(each)));
  const { number: epoch, isPart } = hour;
  const parameters = network.records.at(hour.startsAt);
  const input = { epoch, isPart, emission: emissionOf(hour, { parameters }), carriedIn: await carryNow(trx), devices };
  return scoreEpoch(input, parameters).lines;
};
