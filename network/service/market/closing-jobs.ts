/**
 * Ends jobs: an offer that came to nothing goes on to the next device, a lease that is over is settled, and a job that is
 * over gives back what was held for members that no device had. Every end is written once.
 */
import type { JobOutcome, LeaseOutcome } from '../../../shared/domain/market/ending.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { refundMember, settleLease } from './billing.ts';
import { cancelOf, isLive, type JobRow, type LeaseRow, leasesOf, readJob, type Tidings } from './job-rows.ts';

const setLease = (trx: Trx, lease: LeaseRow, state: 'declined' | 'lapsed' | 'released', endedAt: EpochMs) =>
  trx.updateTable('leases').set({ state, endedAt }).where('id', '=', lease.id).execute();

const closeJob = async (trx: Trx, job: JobRow, outcome: JobOutcome, now: EpochMs): Promise<void> => {
  const members = await trx.selectFrom('jobMembers').select('id').where('jobId', '=', job.id).orderBy('rank').execute();
  const settled = new Set(
    (await leasesOf(trx, job.id)).flatMap(({ state, memberId }) => (state === 'ended' ? [memberId] : [])),
  );
  for (const { id } of members) if (!settled.has(id)) await refundMember(trx, job, id, now);
  await trx.updateTable('jobs').set({ state: 'ended', outcome, endedAt: now }).where('id', '=', job.id).execute();
};

/**
 * Ends a whole job at this moment: leases that are held are settled as they stand, offers are taken back.
 *
 * @param memberOutcome  of the members that still have it
 */
export const endJob = async (
  trx: Trx,
  job: JobRow,
  { outcome, memberOutcome }: { readonly outcome: JobOutcome; readonly memberOutcome: LeaseOutcome },
  now: EpochMs,
): Promise<Tidings> => {
  if (job.state === 'ended') return [];
  const tidings: Tidings = [];
  for (const lease of (await leasesOf(trx, job.id)).filter(isLive)) {
    if (lease.state === 'held')
      await settleLease(trx, job, lease, { outcome: memberOutcome, at: now, ranMs: null }, now);
    else await setLease(trx, lease, 'released', now);
    tidings.push(cancelOf(lease));
  }
  await closeJob(trx, job, outcome, now);
  return tidings;
};

/**
 * An offer, or a lease of which nothing ran yet, came to nothing: the other members are released, and the job waits for
 * others, or is over where it waits for nobody.
 */
export const goOn = async (
  trx: Trx,
  job: JobRow,
  lease: LeaseRow,
  as: 'declined' | 'lapsed',
  now: EpochMs,
): Promise<Tidings> => {
  await setLease(trx, lease, as, now);
  const others = (await leasesOf(trx, job.id)).filter((other) => isLive(other) && other.id !== lease.id);
  for (const other of others) await setLease(trx, other, 'released', now);
  await trx.updateTable('jobs').set({ state: 'waiting' }).where('id', '=', job.id).execute();
  const tidings = others.map(cancelOf);
  // The only device that it is for has said no.
  if (job.targetId === null || as === 'lapsed') return tidings;
  const ending = { outcome: 'expired', memberOutcome: 'cancelled' } as const;
  return [...tidings, ...(await endJob(trx, { ...job, state: 'waiting' }, ending, now))];
};

/** As `goOn`, for an offer that is still out. */
export const giveUpOffer = (
  { db, clock }: Pick<Network, 'db' | 'clock'>,
  leaseId: string,
  as: 'declined' | 'lapsed',
): Promise<Tidings> =>
  inTransaction(db, async (trx) => {
    const lease = await trx.selectFrom('leases').selectAll().where('id', '=', leaseId).executeTakeFirstOrThrow();
    const job = await readJob(trx, lease.jobId);
    if (lease.state !== 'offered' || job.state !== 'offered') return [];
    return goOn(trx, job, lease, as, clock.now());
  });

/** One member's lease is over. When it did not end well, or was the last, the whole job is. */
export const endLease = async (
  trx: Trx,
  job: JobRow,
  lease: LeaseRow,
  end: { readonly outcome: LeaseOutcome; readonly at: EpochMs; readonly ranMs: number | null },
  now: EpochMs,
): Promise<Tidings> => {
  await settleLease(trx, job, lease, end, now);
  if (end.outcome !== 'done') return endJob(trx, job, { outcome: end.outcome, memberOutcome: 'cluster_ended' }, now);
  if (!(await leasesOf(trx, job.id)).some(isLive)) await closeJob(trx, job, 'done', now);
  return [];
};
