/** An offer of a job as its device gets it: signed for one device and one time, and the same each time it is made anew. */
import type { JobOffer } from '../../../shared/contract/network/session.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { mostPriceOf } from '../../../shared/domain/market/bill.ts';
import { memberSpec } from '../../../shared/domain/market/members.ts';
import { imageMessage, offerMessage } from '../../../shared/domain/signing/messages.ts';
import type { Network } from '../network.ts';
import { type JobRow, type LeaseRow, termsOf } from './job-rows.ts';

export const offerOf = (
  { keys }: Pick<Network, 'keys'>,
  job: JobRow,
  { id, rank, deviceId, startBy }: Pick<LeaseRow, 'id' | 'rank' | 'deviceId' | 'startBy'>,
): JobOffer => {
  const spec = memberSpec(job.spec, job, rank);
  const unsigned = {
    offerId: id,
    deviceId,
    spec,
    ...(job.gpus > 0 ? { gpuCount: job.gpus } : {}),
    pay: jobPay(mostPriceOf(termsOf(job)), 'IO', job).supplier.toString(),
    expiresAt: startBy,
    whenOwnerReturns: job.whenOwnerReturns,
    imageSignature: job.isVouched ? keys.sign(imageMessage(spec.image)) : null,
  };
  return { ...unsigned, signature: keys.sign(offerMessage(unsigned)) };
};
