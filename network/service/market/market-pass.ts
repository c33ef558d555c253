/**
 * What happens on the market by itself: offers are made and lapse, leases are renewed and lost, minutes that were paid
 * for run out, and a job that nobody takes is given up. Each step is one transaction, and finds its own work.
 */
import { isRenewedBy, leaseHoldMs, longestLeaseMs } from '../../../shared/domain/jobs/lease.ts';
import type { LeaseOutcome } from '../../../shared/domain/market/ending.ts';
import { heartbeatIntervalMs, hourMinutes, presenceHoldsMs } from '../../../shared/domain/presence/minutes.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { billOfLease } from './billing.ts';
import { endJob, endLease, giveUpOffer } from './closing-jobs.ts';
import { cancelOf, type JobRow, type LeaseRow, phaseOf, readJob, type Tidings, tellAll, turnsOf } from './job-rows.ts';
import { createOfferRound } from './offering.ts';

/** A longer gap between two passes means that the network slept, and could hear nobody. */
const longestGapMs = (hourMs: number): number => heartbeatIntervalMs(hourMs) * 3;

/** Share of a lease's time; what is left above it need not be written anew. */
const renewBelow = 0.9;

const hasOpenJob = async ({ db }: Network): Promise<boolean> =>
  (await db.selectFrom('jobs').select('id').where('state', '!=', 'ended').limit(1).executeTakeFirst()) !== undefined;

const lapseOffers = async (network: Network, now: EpochMs): Promise<void> => {
  const late = await network.db
    .selectFrom('leases')
    .select('id')
    .where('state', '=', 'offered')
    .where('answerBy', '<', now)
    .execute();
  for (const { id } of late) tellAll(network, await giveUpOffer(network, id, 'lapsed'));
};

const giveUpJobs = async (network: Network, now: EpochMs): Promise<void> => {
  const { db } = network;
  const due = await db
    .selectFrom('jobs')
    .select('id')
    .where('state', '=', 'waiting')
    .where('patienceUntil', '<=', now)
    .execute();
  for (const { id } of due)
    await inTransaction(db, async (trx) => {
      const job = await readJob(trx, id);
      if (job.state === 'waiting') await endJob(trx, job, { outcome: 'expired', memberOutcome: 'cancelled' }, now);
    });
};

/** Ends a lease at this moment, unless it ended meanwhile. */
const endNow = async (network: Network, leaseId: string, outcome: LeaseOutcome, now: EpochMs): Promise<void> => {
  const tidings = await inTransaction(network.db, async (trx): Promise<Tidings> => {
    const lease = await trx.selectFrom('leases').selectAll().where('id', '=', leaseId).executeTakeFirstOrThrow();
    if (lease.state !== 'held') return [];
    const job = await readJob(trx, lease.jobId);
    // The device is told too: it may come back with the job still running.
    return [cancelOf(lease), ...(await endLease(trx, job, lease, { outcome, at: now, ranMs: null }, now))];
  });
  tellAll(network, tidings);
};

const isOverLong = (job: JobRow, lease: LeaseRow, now: EpochMs): boolean =>
  now > (lease.acceptedAt ?? now) + longestLeaseMs(job.spec);

/** Whether the minutes that were agreed are over; the bill is looked at only when they could be. */
const isTimeOver = async (network: Network, job: JobRow, lease: LeaseRow, now: EpochMs): Promise<boolean> => {
  if (lease.beganAt === null) return false;
  const begun = ((now - lease.beganAt) * hourMinutes) / network.parameters.hourMs;
  if (begun < job.maxMinutes - 1) return false;
  const bill = await inTransaction(network.db, (trx) => billOfLease(trx, job, lease, now));
  // The minute after the last one that is paid for has begun.
  return (bill?.countedMinutes ?? 0) > job.maxMinutes;
};

const isRenewed = async (network: Network, lease: LeaseRow, now: EpochMs): Promise<boolean> => {
  const session = network.sessions.of(lease.deviceId);
  if (session === null || session.state === null || session.lastHeartbeatAt === null) return false;
  if (now - session.lastHeartbeatAt > presenceHoldsMs(network.parameters.hourMs)) return false;
  const phase = phaseOf(await turnsOf(network.db, lease.id));
  return isRenewedBy(session.state, { phase, acceptedAt: lease.acceptedAt ?? now }, now);
};

const renew = async ({ db }: Network, leaseId: string, expiresAt: EpochMs): Promise<void> => {
  await db.updateTable('leases').set({ expiresAt }).where('id', '=', leaseId).where('state', '=', 'held').execute();
};

/** Leases of devices that are connected here. Written down now and then, not with every heartbeat. */
const renewHeard = async (network: Network, now: EpochMs): Promise<void> => {
  const heard = network.sessions.all().map(({ deviceId }) => deviceId);
  if (heard.length === 0) return;
  const holdMs = leaseHoldMs(network.parameters.hourMs);
  const held = await network.db
    .selectFrom('leases')
    .selectAll()
    .where('state', '=', 'held')
    .where('deviceId', 'in', heard)
    .orderBy('id')
    .execute();
  for (const lease of held) {
    const leftMs = (lease.expiresAt ?? now) - now;
    if (leftMs < holdMs * renewBelow && (await isRenewed(network, lease, now)))
      await renew(network, lease.id, now + holdMs);
  }
};

/** @param hasSlept  nobody is held to what the network could not hear */
const tendLeases = async (network: Network, now: EpochMs, hasSlept: boolean): Promise<void> => {
  const { db, parameters } = network;
  const holdMs = leaseHoldMs(parameters.hourMs);
  const held = await db.selectFrom('leases').selectAll().where('state', '=', 'held').orderBy('id').execute();
  for (const lease of held) {
    const job = await readJob(db, lease.jobId);
    const leftMs = (lease.expiresAt ?? now) - now;
    if (await isTimeOver(network, job, lease, now)) await endNow(network, lease.id, 'time_over', now);
    else if (isOverLong(job, lease, now)) await endNow(network, lease.id, 'device_lost', now);
    else if (hasSlept) await renew(network, lease.id, now + holdMs);
    else if (leftMs < 0) await endNow(network, lease.id, 'device_lost', now);
  }
};

/**
 * A function that does everything that is due now, once; its calls never overlap. Each process renews the leases of the
 * devices that it hears; the rest is the leader's.
 */
export const createMarketPass = (network: Network): ((leads: boolean) => Promise<void>) => {
  const offerWaiting = createOfferRound(network);
  let lastAt: EpochMs | null = null;
  return async (leads) => {
    const now = network.clock.now();
    const hasSlept = lastAt === null || now - lastAt > longestGapMs(network.parameters.hourMs);
    lastAt = now;
    // Mostly there is none, and then one look is all that a pass costs.
    if (!(await hasOpenJob(network))) return;
    await renewHeard(network, now);
    if (!leads) return;
    await tendLeases(network, now, hasSlept);
    await lapseOffers(network, now);
    await giveUpJobs(network, now);
    await offerWaiting();
  };
};
