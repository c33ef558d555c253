/**
 * O4: a device that its renter reports as away, and that the network has not heard for more than 48 hours of the contract
 * while it was up itself and no pause was declared. Without the renter's word nobody is charged. The renter's harm is
 * what was paid for a job that never came to its end.
 */

import { networkHoursMs } from '../../../../shared/domain/parameters/record.ts';
import { minutesBetween } from '../../../../shared/domain/presence/minutes.ts';
import {
  absenceForOffence,
  type ContractHour,
  isAbandoned,
  longestAbsence,
} from '../../../../shared/domain/slashing/absence.ts';
import type { EpochMs } from '../../../../shared/units/time.ts';
import type { Evidence } from '../../../store/tables/court.ts';
import { inTransaction, type Trx } from '../../../store/transaction.ts';
import { type JobRow, type LeaseRow, leasesOf, readJob } from '../../market/job-rows.ts';
import type { Network } from '../../network.ts';
import { maskText } from '../evidence.ts';
import { renterHarm } from '../renter-harm.ts';
import { chargeDevice } from '../slashes.ts';
import { contractTimeOf, markedHours, type OwnerWord, ownerWords, pausedMinutes } from './contracts.ts';

type Accuser = Pick<Network, 'db' | 'parameters' | 'records' | 'clock' | 'sessions'>;
type Judge = Pick<Network, 'parameters' | 'records' | 'clock'>;

/** How long a renter's word waits for the device's own, and for hours that are still to be closed. */
const waitsHours = 720;

interface Seen {
  readonly hours: readonly (ContractHour & { readonly number: number })[];
  readonly words: readonly OwnerWord[];
  readonly from: EpochMs;
  /** What was agreed is over. */
  readonly isOver: boolean;
}

const seenOf = async (trx: Trx, { parameters, clock }: Judge, job: JobRow, lease: LeaseRow): Promise<Seen | null> => {
  const time = await contractTimeOf(trx, lease, job, parameters.hourMs);
  if (time === null) return null;
  const now = clock.now();
  const span = { from: time.from, to: Math.min(time.to ?? now, now) };
  const words = await ownerWords(trx, lease.deviceId, span);
  const marked = await markedHours(trx, lease.deviceId, span);
  return {
    hours: marked.map((hour) => ({
      ...hour,
      paused: pausedMinutes(words, hour),
      agreed: minutesBetween({ from: span.from, to: span.to - 1 }, hour),
    })),
    words,
    from: time.from,
    isOver: time.to !== null && time.to <= now,
  };
};

const evidenceOf = (job: JobRow, lease: LeaseRow, seen: Seen, reportedAt: EpochMs): Evidence[] => {
  const { minutes, since } = longestAbsence(seen.hours);
  return [
    {
      kind: 'lease',
      body: {
        ...{ jobId: lease.memberId, beganAt: lease.beganAt, endedAt: lease.endedAt, outcome: lease.outcome },
        maxMinutes: job.maxMinutes,
      },
    },
    {
      kind: 'absence',
      body: {
        ...{ minutes, since, neededMinutes: absenceForOffence },
        hours: seen.hours.map(({ number, startsAt, hourMs, served, heard, paused, agreed }) => ({
          ...{ epoch: number, startsAt, hourMs },
          ...{ served: maskText(served), heard: maskText(heard), paused: maskText(paused), agreed: maskText(agreed) },
        })),
      },
    },
    { kind: 'owner_events', body: seen.words },
    { kind: 'renter_report', body: { jobId: lease.jobId, at: reportedAt } },
  ];
};

const end = async (trx: Trx, leaseId: string, state: 'charged' | 'unfounded', at: EpochMs): Promise<void> => {
  await trx
    .updateTable('absenceReports')
    .set({ state, decidedAt: at })
    .where('leaseId', '=', leaseId)
    .where('state', '=', 'waiting')
    .execute();
};

/** Judges one report that waits. @returns the slash that follows; null when none does, or not yet */
const judge = async (trx: Trx, network: Judge, leaseId: string) => {
  const report = await trx
    .selectFrom('absenceReports')
    .selectAll()
    .where('leaseId', '=', leaseId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (report === undefined) return null;
  const lease = await trx.selectFrom('leases').selectAll().where('id', '=', leaseId).executeTakeFirstOrThrow();
  const job = await readJob(trx, lease.jobId);
  const seen = await seenOf(trx, network, job, lease);
  const now = network.clock.now();
  const absence = longestAbsence(seen?.hours ?? []);
  if (seen !== null && isAbandoned(absence)) {
    await end(trx, leaseId, 'charged', now);
    return chargeDevice(trx, network, {
      deviceId: lease.deviceId,
      offence: 'O4',
      offenceAt: absence.since ?? seen.from,
      evidence: evidenceOf(job, lease, seen, report.at),
      cause: `O4:${lease.id}`,
      renter: { accountId: job.renterId, harm: await renterHarm(trx, network, job, lease) },
    });
  }
  const isTooOld = now > report.at + networkHoursMs(waitsHours, network.parameters);
  if (seen === null || seen.isOver || isTooOld) await end(trx, leaseId, 'unfounded', now);
  return null;
};

const judgeOne = async (network: Accuser, leaseId: string): Promise<void> => {
  const slash = await inTransaction(network.db, (trx) => judge(trx, network, leaseId));
  if (slash !== null) network.sessions.reach(slash.deviceId, { kind: 'slashed', slashId: slash.id });
};

/** Judges what renters reported of devices that were away. */
export const judgeAbsences = async (network: Accuser): Promise<void> => {
  const waiting = await network.db
    .selectFrom('absenceReports')
    .select('leaseId')
    .where('state', '=', 'waiting')
    .orderBy('at')
    .execute();
  for (const { leaseId } of waiting) await judgeOne(network, leaseId);
};

/** Held now, or lost: any other end was somebody's word. */
const canBeAway = ({ state, outcome }: LeaseRow): boolean => state === 'held' || outcome === 'device_lost';

/** Writes down a renter's word for each device that has the job or was lost with it, once. */
export const reportAbsence = async (network: Accuser, job: JobRow) => {
  const members = await inTransaction(network.db, async (trx) => {
    const away = (await leasesOf(trx, job.id)).filter(canBeAway);
    for (const { id } of away)
      await trx
        .insertInto('absenceReports')
        .values({ leaseId: id, renterId: job.renterId, at: network.clock.now(), state: 'waiting', decidedAt: null })
        .onConflict((conflict) => conflict.column('leaseId').doNothing())
        .execute();
    return away;
  });
  for (const { id } of members) await judgeOne(network, id);
  return inTransaction(network.db, async (trx) => {
    const told = [];
    for (const lease of members) {
      const { state } = await trx
        .selectFrom('absenceReports')
        .select('state')
        .where('leaseId', '=', lease.id)
        .executeTakeFirstOrThrow();
      const seen = await seenOf(trx, network, job, lease);
      told.push({
        rank: lease.rank,
        state,
        awayMinutes: longestAbsence(seen?.hours ?? []).minutes,
        neededMinutes: absenceForOffence,
      });
    }
    return told;
  });
};
