/** The transfers of a job paid in IO: held when it starts, then divided by `jobPay`, and what was held too much returned. */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import { earned, jobHeld, wallet } from './account.ts';
import { jobPay } from './job-fees.ts';
import { move, type Transfer, transfer } from './posting.ts';

/** Takes the most that the job may cost, fee included, from the renter before it starts. */
export const jobHoldTransfer = (
  hold: { readonly jobId: string; readonly renterId: string; readonly mostPrice: BaseUnits },
  parameters: Pick<ParameterRecord, 'jobFees'>,
): Transfer =>
  transfer(
    { idempotencyKey: `hold:${hold.jobId}`, kind: 'job_hold', reference: hold.jobId },
    move(wallet(hold.renterId), jobHeld(hold.jobId), jobPay(hold.mostPrice, 'IO', parameters).renterPays),
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
export const jobRefundTransfer = (
  { jobId, renterId, mostPrice, price }: Ended,
  parameters: Pick<ParameterRecord, 'jobFees'>,
): Transfer => {
  if (price > mostPrice) throw new RangeError(`job ${jobId} costs more than was held`);
  const paysFor = (amount: BaseUnits): BaseUnits => jobPay(amount, 'IO', parameters).renterPays;
  const left = inBaseUnits(paysFor(mostPrice) - paysFor(price));
  return transfer(
    { idempotencyKey: `refund:${jobId}`, kind: 'job_refund', reference: jobId },
    move(jobHeld(jobId), wallet(renterId), left),
  );
};

/**
 * Ends a job: the supplier's residual into the owner's estimate, the fees to their four places, the rest back to the
 * renter. With a price of 0 only the refund is left.
 *
 * @param parameters  the record that the hold was made under
 * @throws RangeError when the price is above the most that was held
 */
export const jobPayTransfers = (
  job: Ended & { readonly deviceId: string; readonly ownerId: string },
  parameters: Pick<ParameterRecord, 'jobFees'>,
): Transfer[] => {
  const refund = jobRefundTransfer(job, parameters);
  const pay = jobPay(job.price, 'IO', parameters);
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
