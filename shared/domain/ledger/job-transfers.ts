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

/**
 * Ends a job: the supplier's residual into the owner's estimate, the fees to their four places, the rest back to the
 * renter. With a price of 0 only the refund is left.
 *
 * @param job.price  from `jobPrice`, at most `mostPrice`
 * @param parameters  the record that the hold was made under
 * @throws RangeError when the price is above the most that was held
 */
export const jobPayTransfers = (
  job: {
    readonly jobId: string;
    readonly renterId: string;
    readonly deviceId: string;
    readonly ownerId: string;
    readonly mostPrice: BaseUnits;
    readonly price: BaseUnits;
  },
  parameters: Pick<ParameterRecord, 'jobFees'>,
): Transfer[] => {
  if (job.price > job.mostPrice) throw new RangeError(`job ${job.jobId} costs more than was held`);
  const held = jobPay(job.mostPrice, 'IO', parameters).renterPays;
  const pay = jobPay(job.price, 'IO', parameters);
  const from = jobHeld(job.jobId);
  const paid = transfer({ idempotencyKey: `job:${job.jobId}`, kind: 'job_pay', reference: job.jobId }, [
    ...move(from, earned('estimate', job.deviceId, job.ownerId), pay.supplier),
    ...move(from, 'burned', pay.burn),
    ...move(from, 'fees:validators', pay.validators),
    ...move(from, 'fees:treasury', pay.treasury),
    ...move(from, 'fees:community', pay.community),
  ]);
  const refund = transfer(
    { idempotencyKey: `refund:${job.jobId}`, kind: 'job_refund', reference: job.jobId },
    move(from, wallet(job.renterId), inBaseUnits(held - pay.renterPays)),
  );
  return [paid, refund].filter(({ entries }) => entries.length > 0);
};
