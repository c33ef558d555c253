/**
 * The job market of a network of one: a play renter offers a device one job, leases it while it runs, and pays when it
 * has ended well. The offer is signed for one device and one time; what runs in the container is not judged here.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { type JobSpec, jobSpecSchema } from '../../../shared/contract/job-spec.ts';
import type { OutboxItem } from '../../../shared/contract/network/events.ts';
import type { JobOffer, OwnerReturnClass } from '../../../shared/contract/network/session.ts';
import { longestFrozenMs } from '../../../shared/domain/jobs/lease.ts';
import { wallet } from '../../../shared/domain/ledger/account.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { jobHoldTransfer, jobPayTransfers } from '../../../shared/domain/ledger/job-transfers.ts';
import { move, transfer } from '../../../shared/domain/ledger/posting.ts';
import { confirmTransfer, payoutTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import type { ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import { imageMessage, offerMessage } from '../../../shared/domain/signing/messages.ts';
import { baseUnitsPerIo, inBaseUnits } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { post } from '../../store/ledger.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Device } from '../devices/devices.ts';
import type { Network } from '../network.ts';

/** The renter of play jobs; its coins are play coins, issued as it needs them. */
const playRenter = 'play-renter';
const demoPrice = inBaseUnits(2n * baseUnitsPerIo);
/** Time to answer an offer. */
const offerMs = 120_000;
/** Beyond the job's own longest run: pulling the image, starting, and reporting after an outage. */
const leaseSlackMs = 3_600_000;

const mebibyte = 2 ** 20;

export interface DemoJob {
  /** By digest, registry written out. */
  readonly image: string;
  readonly command?: readonly string[];
  readonly maxSeconds?: number;
}

/** @throws ZodError when the image is no reference by digest */
export const demoSpec = ({ image, command = [], maxSeconds = 60 }: DemoJob): JobSpec =>
  jobSpecSchema.parse({
    id: `demo-${randomBytes(6).toString('hex')}`,
    image,
    command,
    env: {},
    workdir: null,
    memoryBytes: 256 * mebibyte,
    cpuThreads: 1,
    pids: 64,
    scratchBytes: 0,
    gpus: [],
    network: 'none',
    maxSeconds,
  });

/**
 * Offers a connected device a job.
 *
 * @returns `no_session`: the device is not connected; `id_taken`: another job has that id
 */
export const offerJob = async (
  network: Network,
  deviceId: string,
  spec: JobSpec,
  whenOwnerReturns: OwnerReturnClass = 'freeze',
): Promise<'offered' | 'no_session' | 'id_taken'> => {
  const { db, clock, keys, sessions } = network;
  const { supplier } = jobPay(demoPrice, 'IO', network.parameters);
  const offeredAt = clock.now();
  const unsigned = {
    offerId: randomUUID(),
    deviceId,
    spec,
    pay: supplier.toString(),
    expiresAt: offeredAt + offerMs,
    whenOwnerReturns,
    imageSignature: keys.sign(imageMessage(spec.image)),
  };
  const offer: JobOffer = { ...unsigned, signature: keys.sign(offerMessage(unsigned)) };
  if (!sessions.of(deviceId)?.isListening) return 'no_session';
  const written = await db
    .insertInto('jobs')
    .values({
      id: spec.id,
      deviceId,
      spec: JSON.stringify(spec),
      price: demoPrice,
      pay: supplier,
      offeredAt,
      expiresAt: offer.expiresAt,
      signature: offer.signature,
      state: 'offered',
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (written.numInsertedOrUpdatedRows !== 1n) return 'id_taken';
  return sessions.tell(deviceId, { kind: 'offer', offer }) ? 'offered' : 'no_session';
};

/** The renter's coins are issued and held, so that the pay is there before the work is. */
const hold = async (
  trx: Trx,
  jobId: string,
  price: bigint,
  at: EpochMs,
  parameters: ParameterRecord,
): Promise<void> => {
  const mostPrice = inBaseUnits(price);
  const issue = transfer(
    { idempotencyKey: `play:${jobId}`, kind: 'grant', reference: jobId },
    move('play', wallet(playRenter), jobPay(mostPrice, 'IO', parameters).renterPays),
  );
  await post(trx, issue, { deviceId: null, epoch: null, at });
  await post(trx, jobHoldTransfer({ jobId, renterId: playRenter, mostPrice }, parameters), {
    deviceId: null,
    epoch: null,
    at,
  });
};

const payFor = async (
  trx: Trx,
  job: { id: string; price: bigint },
  device: Device,
  isDone: boolean,
  at: number,
  parameters: ParameterRecord,
): Promise<void> => {
  const mostPrice = inBaseUnits(job.price);
  const price = isDone ? mostPrice : inBaseUnits(0n);
  const about = { deviceId: device.id, epoch: null, at };
  const parties = { jobId: job.id, renterId: playRenter, deviceId: device.id, ownerId: device.accountId };
  for (const each of jobPayTransfers({ ...parties, mostPrice, price }, parameters))
    await post(trx, each, each.kind === 'job_pay' ? about : { ...about, deviceId: null });
  const earning = { deviceId: device.id, holderId: device.accountId, amount: jobPay(price, 'IO', parameters).supplier };
  // A job of less than a day is paid at once.
  await post(trx, confirmTransfer({ ...earning, reference: job.id }), about);
  await post(trx, payoutTransfer({ ...earning, payoutId: job.id }), about);
};

/**
 * Takes what a device reports of its job into account. Reports may come late and twice: what counts is when the device
 * says it accepted, and that the offer was still good then. Reports of unknown or finished jobs change nothing.
 */
export const takeJobEvent = async (
  trx: Trx,
  device: Device,
  item: Pick<OutboxItem, 'at' | 'event'>,
  now: EpochMs,
  parameters: ParameterRecord,
): Promise<void> => {
  const { at, event } = item;
  if (event.kind !== 'job_accepted' && event.kind !== 'job_ended') return;
  const job = await trx
    .selectFrom('jobs')
    .select(['id', 'price', 'state', 'expiresAt', 'spec'])
    .where('id', '=', event.jobId)
    .where('deviceId', '=', device.id)
    .executeTakeFirst();
  if (job === undefined || job.state === 'ended' || job.state === 'expired') return;
  if (job.state === 'offered') {
    if (event.kind === 'job_accepted' && at > job.expiresAt) return;
    const expiresAt = now + job.spec.maxSeconds * 1000 + longestFrozenMs + leaseSlackMs;
    await trx
      .updateTable('jobs')
      .set({ state: 'accepted', acceptedAt: now, expiresAt })
      .where('id', '=', job.id)
      .execute();
    await hold(trx, job.id, job.price, now, parameters);
  }
  if (event.kind === 'job_accepted') return;
  await trx
    .updateTable('jobs')
    .set({ state: 'ended', endedAt: now, outcome: event.outcome })
    .where('id', '=', job.id)
    .execute();
  await payFor(trx, job, device, event.outcome === 'done', now, parameters);
};

/** Ends offers nobody took and leases that ran out; a renter gets its coins back. */
export const expireJobs = async ({
  db,
  clock,
  parameters,
}: Pick<Network, 'db' | 'clock' | 'parameters'>): Promise<void> => {
  const now = clock.now();
  const due = await db
    .selectFrom('jobs')
    .innerJoin('devices', 'devices.id', 'jobs.deviceId')
    .selectAll('devices')
    .select(['jobs.id as jobId', 'jobs.price', 'jobs.state'])
    .where('jobs.state', 'in', ['offered', 'accepted'])
    .where(({ eb, or, and }) =>
      or([
        and([eb('jobs.state', '=', 'accepted'), eb('jobs.expiresAt', '<', now)]),
        // An acceptance may still be on its way through an outage.
        and([eb('jobs.state', '=', 'offered'), eb('jobs.expiresAt', '<', now - leaseSlackMs)]),
      ]),
    )
    .execute();
  for (const { jobId, price, state, ...device } of due) {
    await inTransaction(db, async (trx) => {
      const expired = await trx
        .updateTable('jobs')
        .set({ state: 'expired', endedAt: now })
        .where('id', '=', jobId)
        .where('state', '=', state)
        .executeTakeFirst();
      if (expired.numUpdatedRows === 1n && state === 'accepted')
        await payFor(trx, { id: jobId, price }, device, false, now, parameters);
    });
  }
};
