/** The transfers of a job paid in IO: held when it starts, then divided by `jobPay`, and what was held too much returned. */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import { earned, jobHeld, wallet } from './account.ts';
import { jobPay } from './job-fees.ts';
import { move, type Transfer, transfer } from './posting.ts';

/** Takes the most that the job may cost, fee included, from the renter before it starts. */
export const jobHoldTransfer = (hold: {
  readonly jobId: string;
  readonly renterId: string;
  readonly mostPrice: BaseUnits;
}): Transfer =>
  transfer(
    { idempotencyKey: `hold:${hold.jobId}`, kind: 'job_hold', reference: hold.jobId },
    move(wallet(hold.renterId), jobHeld(hold.jobId), jobPay(hold.mostPrice, 'IO').renterPays),
  );

interface Ended {
  readonly jobId: string;
  readonly renterId: string;
  readonly mostPrice: BaseUnits;
  /** From `jobPrice`, at most `mostPrice`. */
  readonly price: BaseUnits;
}

/**
 * What was held too much, back to the renter; all of it for a job that no device had.
 *
 * @throws RangeError when the price is above the most that was held
 */
export const jobRefundTransfer = ({ jobId, renterId, mostPrice, price }: Ended): Transfer => {
  if (price > mostPrice) throw new RangeError(`job ${jobId} costs more than was held`);
  const left = inBaseUnits(jobPay(mostPrice, 'IO').renterPays - jobPay(price, 'IO').renterPays);
  return transfer(
    { idempotencyKey: `refund:${jobId}`, kind: 'job_refund', reference: jobId },
    move(jobHeld(jobId), wallet(renterId), left),
  );
};

/**
 * Ends a job: the supplier's residual into the owner's estimate, the fees to their four places, the rest back to the
 * renter. With a price of 0 only the refund is left.
 *
 * @throws RangeError when the price is above the most that was held
 */
export const jobPayTransfers = (job: Ended & { readonly deviceId: string; readonly ownerId: string }): Transfer[] => {
  const refund = jobRefundTransfer(job);
  const pay = jobPay(job.price, 'IO');
  const from = jobHeld(job.jobId);
  const paid = transfer({ idempotencyKey: `job:${job.jobId}`, kind: 'job_pay', reference: job.jobId }, [
    ...move(from, earned('estimate', job.deviceId, job.ownerId), pay.supplier),
    ...move(from, 'burned', pay.burn),
    ...move(from, 'fees:validators', pay.validators),
    ...move(from, 'fees:treasury', pay.treasury),
    ...move(from, 'fees:community', pay.community),
  ]);
  return [paid, refund].filter(({ entries }) => entries.length > 0);
};
