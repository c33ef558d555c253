/** Works out what a lease costs from what its device told and what the network saw, and moves the coins once. */

import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { jobPayTransfers, jobRefundTransfer } from '../../../shared/domain/ledger/job-transfers.ts';
import { confirmTransfer, payoutTransfer } from '../../../shared/domain/ledger/reward-transfers.ts';
import { type Bill, billFor, mostPriceOf, type SeenHour } from '../../../shared/domain/market/bill.ts';
import { endedByOf, type LeaseOutcome } from '../../../shared/domain/market/ending.ts';
import type { Turn } from '../../../shared/domain/market/running.ts';
import { runningSpans } from '../../../shared/domain/market/running.ts';
import type { ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import { noCoins } from '../../../shared/units/money.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { exactJson, readExactJson } from '../../store/exact-json.ts';
import { post } from '../../store/ledger.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { type JobRow, type LeaseRow, termsOf, turnsOf } from './job-rows.ts';

/** Writes the marks of everybody's presence up to now, so that a bill of this moment has them. Not in a transaction. */
export const settlePresence = async ({ presence, clock }: Pick<Network, 'presence' | 'clock'>): Promise<void> => {
  presence.mark(clock.now());
  await presence.write();
};

/** Hours in which a device was heard while the network itself was up, that touch a window. */
const hoursSeen = async (trx: Trx, deviceId: string, from: EpochMs, to: EpochMs): Promise<SeenHour[]> => {
  const rows = await trx
    .selectFrom('epochs')
    .innerJoin('presence', 'presence.epoch', 'epochs.number')
    .select(['number', 'startsAt', 'endsAt', 'hourMs', 'minuteMask', 'servedMask'])
    .where('presence.deviceId', '=', deviceId)
    .where('endsAt', '>', from)
    .where('startsAt', '<', to)
    .orderBy('number')
    .execute();
  return rows.map(({ number, startsAt, endsAt, hourMs, minuteMask, servedMask }) => ({
    ...{ epoch: number, startsAt, endsAt, hourMs },
    present: minuteMask & servedMask,
  }));
};

interface End {
  readonly outcome: LeaseOutcome;
  /** When it stopped counting. */
  readonly at: EpochMs;
  /** As its device said; null: it did not. */
  readonly ranMs: number | null;
}

const billAt = async (
  trx: Trx,
  job: JobRow,
  lease: LeaseRow,
  { outcome, at, ranMs }: End,
  turns: readonly Turn[],
): Promise<Bill> => {
  const from = lease.beganAt ?? at;
  const spans = runningSpans(turns, { from, to: at, ranMs });
  return billFor(termsOf(job), spans, await hoursSeen(trx, lease.deviceId, from, at), endedByOf(outcome));
};

/**
 * The bill of a lease: as it was settled, or as it stands at a moment, if the job ended well then.
 *
 * @returns null for one that was settled before there were bills
 */
export const billOfLease = async (trx: Trx, job: JobRow, lease: LeaseRow, now: EpochMs): Promise<Bill | null> => {
  if (lease.bill !== null) return readExactJson<Bill>(lease.bill);
  if (lease.state === 'ended') return null;
  return billAt(trx, job, lease, { outcome: 'done', at: now, ranMs: null }, await turnsOf(trx, lease.id));
};

/**
 * Pays for a job that has ended: supplier and fees out of what was held, the supplier's part on to its owner at once, and
 * the rest back to the renter.
 */
export const payJob = async (
  trx: Trx,
  job: Omit<Parameters<typeof jobPayTransfers>[0], 'ownerId'>,
  fees: Pick<ParameterRecord, 'jobFees'>,
  at: EpochMs,
): Promise<void> => {
  const { jobId, deviceId } = job;
  const { accountId } = await trx
    .selectFrom('devices')
    .select('accountId')
    .where('id', '=', deviceId)
    .executeTakeFirstOrThrow();
  const about = { deviceId, epoch: null, at };
  const transfers = jobPayTransfers({ ...job, ownerId: accountId }, fees);
  for (const each of transfers) await post(trx, each, each.kind === 'job_pay' ? about : { ...about, deviceId: null });
  const earning = { deviceId, holderId: accountId, amount: jobPay(job.price, 'IO', fees).supplier };
  await post(trx, confirmTransfer({ ...earning, reference: jobId }), about);
  await post(trx, payoutTransfer({ ...earning, payoutId: jobId }), about);
};

/** Ends a lease that a device holds, with its bill, the supplier's pay, the fees and what goes back to the renter. */
export const settleLease = async (trx: Trx, job: JobRow, lease: LeaseRow, end: End, now: EpochMs): Promise<void> => {
  const bill = await billAt(trx, job, lease, end, await turnsOf(trx, lease.id));
  const settled = await trx
    .updateTable('leases')
    .set({
      state: 'ended',
      endedAt: end.at,
      outcome: end.outcome,
      minutes: bill.minutes,
      price: bill.price,
      bill: exactJson(bill),
    })
    .where('id', '=', lease.id)
    .where('state', '=', 'held')
    .executeTakeFirst();
  if (settled.numUpdatedRows !== 1n) return;
  const paid = { jobId: lease.memberId, renterId: job.renterId, deviceId: lease.deviceId, price: bill.price };
  await payJob(trx, { ...paid, mostPrice: mostPriceOf(termsOf(job)) }, job, now);
};

/** Gives back what was held for a member that no device had. */
export const refundMember = async (trx: Trx, job: JobRow, memberId: string, now: EpochMs): Promise<void> => {
  const refund = jobRefundTransfer(
    {
      ...{ jobId: memberId, renterId: job.renterId },
      ...{ mostPrice: mostPriceOf(termsOf(job)), price: noCoins },
    },
    job,
  );
  await post(trx, refund, { deviceId: null, epoch: null, at: now });
};
