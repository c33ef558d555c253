/**
 * O1: a device that was away for more than six minutes of an hour in which it was hired throughout, though its own log
 * shows that it was on and its job ran. Both logs must say so; the network's marks alone charge nobody.
 */
import { type SqlBool, sql } from 'kysely';

import { ranMinutes, runningSpans, type Turn } from '../../../../shared/domain/market/running.ts';
import { networkHoursMs } from '../../../../shared/domain/parameters/record.ts';
import { hourMinutes, type MinuteMask, minutesBetween, noMinutes } from '../../../../shared/domain/presence/minutes.ts';
import { type HiredHour, judgeHour, minuteExcuses } from '../../../../shared/domain/slashing/absence.ts';
import type { EpochMs } from '../../../../shared/units/time.ts';
import type { Evidence } from '../../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../../store/transaction.ts';
import type { Hour } from '../../epochs/hours.ts';
import { type JobRow, type LeaseRow, readJob, turnsOf } from '../../market/job-rows.ts';
import type { Network } from '../../network.ts';
import { maskText } from '../evidence.ts';
import { chargeDevice } from '../slashes.ts';
import {
  contractTimeOf,
  type MarkedHour,
  markedHours,
  type OwnerWord,
  ownerWords,
  pausedMinutes,
} from './contracts.ts';

type Accuser = Pick<Network, 'db' | 'parameters' | 'records' | 'clock' | 'sessions'>;

/** No contract is longer. */
const longestContractHours = 720;

/**
 * Leases that were held through a whole hour, or were lost with time still agreed, of devices that were silent for long
 * enough in it.
 */
const hiredThrough = async ({ db, parameters }: Accuser, hour: Hour): Promise<LeaseRow[]> => {
  const leases = await db
    .selectFrom('leases')
    .innerJoin('jobs', 'jobs.id', 'leases.jobId')
    .leftJoin('presence', (join) =>
      join.onRef('presence.deviceId', '=', 'leases.deviceId').on('presence.epoch', '=', hour.number),
    )
    .selectAll('leases')
    .select('minuteMask')
    .where('beganAt', '<=', hour.startsAt)
    .where(({ eb, or, and }) =>
      or([
        eb('leases.state', '=', 'held'),
        eb('leases.endedAt', '>=', hour.endsAt),
        and([
          eb('leases.outcome', '=', 'device_lost'),
          eb('leases.endedAt', '>', hour.endsAt - networkHoursMs(longestContractHours, parameters)),
          sql<SqlBool>`began_at + max_minutes * ${hour.hourMs / hourMinutes}::float8 >= ${hour.endsAt}`,
        ]),
      ]),
    )
    .orderBy('leases.id')
    .execute();
  const couldBeShort = (heard: MinuteMask): boolean =>
    judgeHour({ served: hour.servedMask, heard, paused: noMinutes, ran: hour.servedMask, on: hour.servedMask }).isShort;
  return leases.filter(({ minuteMask }) => couldBeShort(minuteMask ?? noMinutes));
};

/** Moments of an hour at which the device left a sign of being on: lines of the job, and events of any kind. */
const signsOfLife = async (trx: Trx, lease: LeaseRow, hour: MarkedHour): Promise<EpochMs[]> => {
  const chunks = await trx.selectFrom('leaseLogs').select('lines').where('leaseId', '=', lease.id).execute();
  const events = await trx
    .selectFrom('deviceEvents')
    .select('at')
    .where('deviceId', '=', lease.deviceId)
    .where('at', '>=', hour.startsAt)
    .where('at', '<', hour.endsAt)
    .execute();
  return [...chunks.flatMap(({ lines }) => lines), ...events]
    .map(({ at }) => at)
    .filter((at) => at >= hour.startsAt && at < hour.endsAt)
    .toSorted((left, right) => left - right);
};

const minutesOf = (moments: readonly EpochMs[], hour: MarkedHour): MinuteMask =>
  moments.reduce((mask, at) => mask | minutesBetween({ from: at, to: at }, hour), noMinutes);

/** One sign in each minute is enough to show. */
const onePerMinute = (moments: readonly EpochMs[], hour: MarkedHour): EpochMs[] => {
  const minuteMs = hour.hourMs / hourMinutes;
  const first = new Map(moments.toReversed().map((at) => [Math.floor((at - hour.startsAt) / minuteMs), at]));
  return [...first.values()].toSorted((left, right) => left - right);
};

interface Seen {
  readonly lease: LeaseRow;
  readonly job: JobRow;
  readonly hour: MarkedHour;
  readonly minutes: HiredHour;
  readonly turns: readonly Turn[];
  readonly words: readonly OwnerWord[];
  readonly signs: readonly EpochMs[];
}

const evidenceOf = ({ lease, job, hour, minutes, turns, words, signs }: Seen): Evidence[] => {
  const { against, excused } = judgeHour(minutes);
  return [
    {
      kind: 'lease',
      body: {
        jobId: lease.memberId,
        beganAt: lease.beganAt,
        endedAt: lease.endedAt,
        outcome: lease.outcome,
        maxMinutes: job.maxMinutes,
      },
    },
    {
      kind: 'hired_hour',
      body: {
        ...{ epoch: hour.number, startsAt: hour.startsAt, hourMs: hour.hourMs },
        ...Object.fromEntries(Object.entries(minutes).map(([name, mask]) => [name, maskText(mask)])),
        excused: Object.fromEntries(minuteExcuses.map((excuse) => [excuse, maskText(excused[excuse])])),
        against: maskText(against),
      },
    },
    { kind: 'job_turns', body: turns },
    { kind: 'signs_of_life', body: onePerMinute(signs, hour) },
    { kind: 'owner_events', body: words },
  ];
};

/** @returns null when the lease was not the device's through the whole hour, or nothing of it can be short */
const seenOf = async (trx: Trx, lease: LeaseRow, ended: Hour): Promise<Seen | null> => {
  const job = await readJob(trx, lease.jobId);
  const time = await contractTimeOf(trx, lease, job, ended.hourMs);
  if (time === null || time.from > ended.startsAt || (time.to !== null && time.to < ended.endsAt)) return null;
  const span = { from: ended.startsAt, to: ended.endsAt };
  const [hour] = await markedHours(trx, lease.deviceId, span);
  if (hour === undefined) return null;
  const turns = await turnsOf(trx, lease.id);
  const words = await ownerWords(trx, lease.deviceId, span);
  // By the job's own events: an end that was not its device's own word is the network's, and says nothing of the job.
  const until = lease.outcome === 'device_lost' ? (lease.heardEndAt ?? ended.endsAt) : ended.endsAt;
  const ran = ranMinutes(runningSpans(turns, { from: time.from, to: until, ranMs: null }), hour);
  const unsigned = { served: hour.served, heard: hour.heard, paused: pausedMinutes(words, hour), ran };
  // The log is long, and mostly nobody was away.
  const couldBe = judgeHour({ ...unsigned, on: ran });
  if (!couldBe.isShort) return null;
  const signs = await signsOfLife(trx, lease, hour);
  return { lease, job, hour, turns, words, signs, minutes: { ...unsigned, on: minutesOf(signs, hour) } };
};

const accuse = async (network: Accuser, lease: LeaseRow, hour: Hour): Promise<void> => {
  const slash = await inTransaction(network.db, async (trx) => {
    const seen = await seenOf(trx, lease, hour);
    if (seen === null || !judgeHour(seen.minutes).isShort) return null;
    return chargeDevice(trx, network, {
      deviceId: lease.deviceId,
      offence: 'O1',
      offenceAt: hour.startsAt,
      evidence: evidenceOf(seen),
      cause: `O1:${lease.deviceId}:${hour.number}`,
    });
  });
  if (slash !== null) network.sessions.reach(slash.deviceId, { kind: 'slashed', slashId: slash.id });
};

/**
 * Charges devices that were short in an hour that has ended, and in the one before it: their own log of it may have come
 * only after they were back.
 */
export const accuseShortHours = async (network: Accuser, ended: Hour): Promise<void> => {
  const hours = await network.db
    .selectFrom('epochs')
    .selectAll()
    .where('number', 'in', [ended.number - 1, ended.number])
    .where('isPart', '=', false)
    .where('step', '!=', 'open')
    .orderBy('number')
    .execute();
  for (const hour of hours) for (const lease of await hiredThrough(network, hour)) await accuse(network, lease, hour);
};
