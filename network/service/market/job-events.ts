/**
 * Takes what devices report of their jobs into account. Reports may come late, twice and in any order: what counts is
 * when the device says that something was, held within the lease and the moment at which it was heard.
 */
import type { OutboxItem } from '../../../shared/contract/network/events.ts';
import { leaseHoldMs } from '../../../shared/domain/jobs/lease.ts';
import { outcomeOf } from '../../../shared/domain/market/ending.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { endLease, goOn } from './closing-jobs.ts';
import {
  cancelOf,
  isLive,
  type JobRow,
  type LeaseRow,
  leasesOf,
  liveStates,
  readJob,
  type Tidings,
  turnsOf,
} from './job-rows.ts';

type JobEvent = Extract<OutboxItem['event'], { jobId: string }>;

interface Heard {
  readonly event: JobEvent;
  /** Not after `now`. */
  readonly at: EpochMs;
  readonly now: EpochMs;
}

type Keeper = Pick<Network, 'parameters'>;

/** Of a cluster only once all have accepted; from then on every member's minutes count. */
const beginIfComplete = async (trx: Trx, job: JobRow, { at, now }: Heard): Promise<void> => {
  const accepted = (await leasesOf(trx, job.id)).filter(({ state }) => state === 'accepted');
  if (accepted.length < job.count) return;
  for (const lease of accepted)
    await trx
      .updateTable('leases')
      .set({ state: 'held', beganAt: job.kind === 'single' ? Math.max(at, lease.offeredAt) : now })
      .where('id', '=', lease.id)
      .execute();
  await trx.updateTable('jobs').set({ state: 'leased' }).where('id', '=', job.id).execute();
};

/** Whether an offer that was passed over can still be taken: nobody else has the job, nor the device another one. */
const isStillFree = async (trx: Trx, job: JobRow, { deviceId }: LeaseRow): Promise<boolean> => {
  if (job.kind !== 'single' || job.state !== 'waiting') return false;
  const other = await trx
    .selectFrom('leases')
    .select('id')
    .where('deviceId', '=', deviceId)
    .where('state', 'in', liveStates)
    .executeTakeFirst();
  return other === undefined;
};

/** @returns the lease as it is then; null when the offer was no longer good */
const accept = async (
  trx: Trx,
  { parameters }: Keeper,
  job: JobRow,
  lease: LeaseRow,
  heard: Heard,
): Promise<LeaseRow | null> => {
  if (lease.state === 'accepted' || lease.state === 'held') return lease;
  const isOpen = lease.state === 'offered' || (lease.state === 'lapsed' && (await isStillFree(trx, job, lease)));
  if (!isOpen || heard.at > lease.startBy) return null;
  await trx
    .updateTable('leases')
    .set({
      state: 'accepted',
      acceptedAt: heard.now,
      expiresAt: heard.now + leaseHoldMs(parameters.hourMs),
      endedAt: null,
    })
    .where('id', '=', lease.id)
    .execute();
  await beginIfComplete(trx, job, heard);
  return trx.selectFrom('leases').selectAll().where('id', '=', lease.id).executeTakeFirstOrThrow();
};

const keepTurn = async (trx: Trx, lease: LeaseRow, kind: 'running' | 'frozen', at: EpochMs): Promise<void> => {
  await trx
    .insertInto('leaseTurns')
    .values({ leaseId: lease.id, at, kind })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** A device that gives it back before anything ran has only declined late. */
const hasNotBegun = async (trx: Trx, lease: LeaseRow, event: JobEvent): Promise<boolean> =>
  event.kind === 'job_ended' &&
  outcomeOf(event.outcome) === 'device_left' &&
  event.ranMs === 0 &&
  (await turnsOf(trx, lease.id)).length === 0;

const takeEnd = async (
  trx: Trx,
  network: Keeper,
  job: JobRow,
  lease: LeaseRow,
  heard: Heard & { readonly event: Extract<JobEvent, { kind: 'job_ended' }> },
): Promise<Tidings> => {
  const { event, at, now } = heard;
  await trx.updateTable('leases').set({ heardEndAt: at }).where('id', '=', lease.id).execute();
  if (isLive(lease) && (await hasNotBegun(trx, lease, event))) return goOn(trx, job, lease, 'declined', now);
  // Where the end is heard first, the beginning was as long ago as the job ran.
  const begunAt = Math.max(lease.offeredAt, at - event.ranMs);
  const taken = await accept(trx, network, job, lease, { ...heard, at: begunAt });
  if (taken === null) return [];
  const asJob = await readJob(trx, job.id);
  // A member that is over before the others have come leaves no cluster to wait for.
  if (taken.state === 'accepted') return goOn(trx, asJob, taken, 'declined', now);
  const end = { outcome: outcomeOf(event.outcome), at: Math.max(at, taken.offeredAt), ranMs: event.ranMs };
  return endLease(trx, asJob, taken, end, now);
};

/** @returns what is to be told once it is kept */
export const takeJobEvent = async (
  trx: Trx,
  network: Keeper,
  device: Pick<Device, 'id'>,
  item: Pick<OutboxItem, 'at' | 'event'>,
  now: EpochMs,
): Promise<Tidings> => {
  const { event } = item;
  if (!('jobId' in event)) return [];
  const lease = await trx
    .selectFrom('leases')
    .selectAll()
    .where('deviceId', '=', device.id)
    .where('memberId', '=', event.jobId)
    .executeTakeFirst();
  if (lease === undefined) return [];
  const job = await readJob(trx, lease.jobId);
  const heard = { at: Math.min(item.at, now), now };
  if (event.kind === 'job_ended') return takeEnd(trx, network, job, lease, { ...heard, event });
  const taken = await accept(trx, network, job, lease, { ...heard, event });
  // Whoever speaks of a job that is not theirs any more is told once more.
  if (taken === null) return lease.heardEndAt === null ? [cancelOf(lease)] : [];
  if (event.kind === 'job_running') await keepTurn(trx, taken, 'running', heard.at);
  if (event.kind === 'job_frozen') await keepTurn(trx, taken, 'frozen', heard.at);
  return [];
};
