/**
 * Offers waiting jobs to devices: a single job to one device at a time, a cluster's to all members at once, wherever
 * they are connected. What the device makes of it is taken in by `job-events.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { JobOffer } from '../../../shared/contract/network/session.ts';
import { answerWithinMs, startWithinMs } from '../../../shared/domain/jobs/lease.ts';
import { deviceMismatch, inOfferOrder, isTierEnough, type Wish } from '../../../shared/domain/market/matching.ts';
import { memberIdOf } from '../../../shared/domain/market/members.ts';
import { inChunks } from '../../store/chunks.ts';
import { inTransaction } from '../../store/transaction.ts';
import { type Device, stateBy } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { giveUpOffer } from './closing-jobs.ts';
import { offerOf } from './job-offer.ts';
import { type JobRow, liveStates, readJob, tellAll } from './job-rows.ts';
import type { Standing } from './standings.ts';

type Offered = Device & Standing;

const wishOf = ({ id: jobId, renterId, kind, className, minVramBytes, gpus, minTier }: JobRow): Wish => ({
  ...{ jobId, renterId, kind, className, minVramBytes, gpus, minTier },
});

const chunk = 5_000;

/** Of these devices those that no job keeps, and that were not asked about this one. */
const freeOf = ({ db }: Network, job: JobRow, deviceIds: readonly string[]): Promise<Device[]> =>
  db
    .selectFrom('devices')
    .selectAll()
    .where('id', 'in', [...deviceIds])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('leases')
            .select('leases.id')
            .whereRef('leases.deviceId', '=', 'devices.id')
            .where(({ eb, or }) => or([eb('leases.state', 'in', liveStates), eb('leases.jobId', '=', job.id)])),
        ),
      ),
    )
    .execute();

/** Connected ones, wherever, in the order in which they are asked. The play renter asks one device, whatever its tier. */
const candidatesFor = async (network: Network, job: JobRow): Promise<Offered[]> => {
  const wish = wishOf(job);
  const connected = await network.whereabouts.listening();
  const wanted = [...connected.keys()].filter((id) => job.targetId === null || id === job.targetId);
  const free: Device[] = [];
  for (const some of inChunks(wanted, chunk)) free.push(...(await freeOf(network, job, some)));
  const suited: Offered[] = [];
  for (const device of free) {
    const { id, accountId, claim } = device;
    const state = await stateBy(network, device, connected.get(id) ?? null);
    if (deviceMismatch(wish, { id, accountId, claim, state, isLeased: false }) !== null) continue;
    const standing = await network.standings.of(device);
    if (job.targetId !== null || isTierEnough(wish, standing.tier)) suited.push({ ...device, ...standing });
  }
  return inOfferOrder(job.id, suited);
};

/** The cached tier brought it here; what it has staked since may have changed. */
const stillSuited = async (network: Network, job: JobRow, ordered: readonly Offered[]): Promise<Offered[]> => {
  const chosen: Offered[] = [];
  for (const device of ordered) {
    if (chosen.length === job.count) break;
    const standing = await network.standings.now(device);
    if (job.targetId !== null || isTierEnough(wishOf(job), standing.tier)) chosen.push({ ...device, ...standing });
  }
  return chosen;
};

interface Leased {
  readonly leaseId: string;
  readonly offer: JobOffer;
}

/** Writes the offers down, all or none. @returns null when a device, or the job, was taken meanwhile */
const writeOffers = (network: Network, jobId: string, chosen: readonly Offered[]): Promise<Leased[] | null> =>
  inTransaction(network.db, async (trx) => {
    const job = await readJob(trx, jobId);
    const busy = await trx
      .selectFrom('leases')
      .select('id')
      .where(
        'deviceId',
        'in',
        chosen.map(({ id }) => id),
      )
      .where('state', 'in', liveStates)
      .execute();
    if (job.state !== 'waiting' || busy.length > 0) return null;
    const now = network.clock.now();
    await trx.updateTable('jobs').set({ state: 'offered' }).where('id', '=', jobId).execute();
    const leased: Leased[] = [];
    for (const [rank, device] of chosen.entries()) {
      const id = randomUUID();
      const startBy = now + startWithinMs;
      const offer = offerOf(network, job, { id, rank, deviceId: device.id, startBy });
      await trx
        .insertInto('leases')
        .values({
          id,
          jobId,
          memberId: memberIdOf(jobId, job.kind, rank),
          rank,
          deviceId: device.id,
          className: device.claim.class,
          tier: device.tier,
          state: 'offered',
          offeredAt: now,
          answerBy: now + answerWithinMs,
          startBy,
          acceptedAt: null,
          beganAt: null,
          expiresAt: null,
          endedAt: null,
          outcome: null,
          minutes: null,
          price: null,
          bill: null,
          heardEndAt: null,
          logMark: null,
        })
        .execute();
      leased.push({ leaseId: id, offer });
    }
    return leased;
  });

/** @returns false when it is connected here and listens no more; whether one elsewhere hears it shows by its answer */
const isTold = ({ sessions }: Network, offer: JobOffer): boolean => {
  const event = { kind: 'offer', offer } as const;
  if (sessions.of(offer.deviceId) !== null) return sessions.tell(offer.deviceId, event);
  sessions.reach(offer.deviceId, event);
  return true;
};

/**
 * Offers one waiting job, to as many devices as it needs; none while an emergency has stopped offers.
 *
 * @returns whether offers are out
 */
export const offerJobTo = async (network: Network, jobId: string): Promise<boolean> => {
  if (network.records.pauseOf('job_offer', network.clock.now()) !== null) return false;
  for (;;) {
    const job = await readJob(network.db, jobId);
    if (job.state !== 'waiting') return job.state === 'offered';
    const chosen = await stillSuited(network, job, await candidatesFor(network, job));
    if (chosen.length < job.count) return false;
    const leased = await writeOffers(network, jobId, chosen);
    if (leased === null) return false;
    const unheard = leased.filter(({ offer }) => !isTold(network, offer));
    if (unheard.length === 0) return true;
    for (const { leaseId } of unheard) tellAll(network, await giveUpOffer(network, leaseId, 'lapsed'));
  }
};

/** Of all that wait, so that one pass stays short. */
const mostAtOnce = 50;

/**
 * @returns a function that offers the next jobs that wait, the oldest first; its next call goes on where it ended, so that
 *   jobs that no device suits keep nobody waiting behind them
 */
export const createOfferRound = (network: Network): (() => Promise<void>) => {
  let last = { submittedAt: 0, id: '' };
  return async () => {
    const { db, clock, sessions, processes } = network;
    if (!processes.isShared && !sessions.all().some(({ isListening }) => isListening)) return;
    const { submittedAt: at, id: lastId } = last;
    const waiting = await db
      .selectFrom('jobs')
      .select(['id', 'submittedAt'])
      .where('state', '=', 'waiting')
      .where('patienceUntil', '>', clock.now())
      .where(({ eb, or, and }) =>
        or([eb('submittedAt', '>', at), and([eb('submittedAt', '=', at), eb('id', '>', lastId)])]),
      )
      .orderBy('submittedAt')
      .orderBy('id')
      .limit(mostAtOnce)
      .execute();
    for (const { id } of waiting) await offerJobTo(network, id);
    last = (waiting.length === mostAtOnce ? waiting.at(-1) : undefined) ?? { submittedAt: 0, id: '' };
  };
};
