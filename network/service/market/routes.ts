/** The procedures of the market. */
import { inTransaction } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { settlePresence } from './billing.ts';
import { endJob } from './closing-jobs.ts';
import { type JobRow, jobOfRenter, readJob, tellAll } from './job-rows.ts';
import { viewBill, viewJob } from './job-views.ts';
import { readLines, takeLines } from './lease-logs.ts';
import { readSubmission, submitOrder } from './submitting.ts';

const cancelJob = async (network: Network, job: JobRow): Promise<JobRow> => {
  await settlePresence(network);
  const ending = { outcome: 'cancelled', memberOutcome: 'cancelled' } as const;
  const tidings = await inTransaction(network.db, async (trx) =>
    endJob(trx, await readJob(trx, job.id), ending, network.clock.now()),
  );
  tellAll(network, tidings);
  return readJob(network.db, job.id);
};

/** @param wake  makes the network look for what is due */
export const marketRoutes = ({ asDevice, asViewer, asStaff }: Callers, network: Network, wake: () => void) => ({
  submit: asStaff.jobs.submit.handler(async ({ input, context, errors }) => {
    const order = readSubmission(network, context.member.accountId, input);
    const submitted = 'code' in order ? order : await submitOrder(network, order);
    if ('jobId' in submitted) {
      wake();
      return viewJob(network, await readJob(network.db, submitted.jobId));
    }
    switch (submitted.code) {
      case 'SPEC_REFUSED':
        throw errors.SPEC_REFUSED({ data: { reasons: submitted.reasons } });
      case 'NOT_ENOUGH_COINS': {
        const { needed, available } = submitted;
        throw errors.NOT_ENOUGH_COINS({ data: { needed: needed.toString(), available: available.toString() } });
      }
      default:
        throw errors[submitted.code]();
    }
  }),
  status: asViewer.jobs.status.handler(async ({ input, context, errors }) => {
    const job = await jobOfRenter(network.db, context.member.accountId, input.jobId);
    if (job === null) throw errors.JOB_NOT_FOUND();
    return viewJob(network, job);
  }),
  bill: asViewer.jobs.bill.handler(async ({ input, context, errors }) => {
    const job = await jobOfRenter(network.db, context.member.accountId, input.jobId);
    if (job === null) throw errors.JOB_NOT_FOUND();
    return viewBill(network, job);
  }),
  logs: asViewer.jobs.logs.handler(async ({ input, context, errors }) => {
    const job = await jobOfRenter(network.db, context.member.accountId, input.jobId);
    if (job === null) throw errors.JOB_NOT_FOUND();
    return readLines(network, job, input);
  }),
  cancel: asStaff.jobs.cancel.handler(async ({ input, context, errors }) => {
    const job = await jobOfRenter(network.db, context.member.accountId, input.jobId);
    if (job === null) throw errors.JOB_NOT_FOUND();
    return viewJob(network, await cancelJob(network, job));
  }),
  handOverLogs: asDevice.jobs.handOverLogs.handler(async ({ input, context, errors }) => {
    const { jobId, ...handed } = input;
    const stand = await takeLines(network, context.device, jobId, handed);
    if (stand === null) throw errors.LEASE_NOT_HELD();
    return stand;
  }),
});
