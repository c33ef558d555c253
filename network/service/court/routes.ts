/** The procedures of the court. */
import { inTransaction } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import { jobOfRenter } from '../market/job-rows.ts';
import type { Network } from '../network.ts';
import { fileAppeal } from './appeals.ts';
import { castVote, sittingsOf } from './committees.ts';
import { complaintsOf, fileComplaint } from './complaints.ts';
import { filingError } from './filing.ts';
import { matterOf, showMatter } from './matters.ts';
import { reportAbsence } from './offences/absences.ts';
import { openReviews, referReview } from './referrals.ts';
import { fileReport, reportsOf } from './reports.ts';
import { mattersToRule, rule } from './ruling.ts';
import { bundleOf, slashesOf, slashOf } from './slash-views.ts';

export const courtRoutes = ({ asViewer, asStaff, asOwner, asOperator }: Callers, network: Network) => ({
  slashes: asViewer.court.slashes.handler(async ({ input, context }) => ({
    slashes: await slashesOf(network, context.member.accountId, input),
  })),
  slash: asViewer.court.slash.handler(async ({ input, context, errors }) => {
    const slash = await slashOf(network, context.member.accountId, input.slashId);
    if (slash === null) throw errors.SLASH_NOT_FOUND();
    return slash;
  }),
  bundle: asViewer.court.bundle.handler(async ({ input, context, errors }) => {
    const bundle = await bundleOf(network, context.member.accountId, input.slashId);
    if (bundle === null) throw errors.SLASH_NOT_FOUND();
    return bundle;
  }),
  appeal: asOwner.court.appeal.handler(async ({ input, context, errors }) => {
    const { slashId, ...appeal } = input;
    const refusal = await fileAppeal(network, context.member, slashId, appeal);
    if (refusal !== null) {
      if (refusal.code === 'APPEAL_LATE') throw errors.APPEAL_LATE({ data: { until: refusal.until } });
      throw errors[refusal.code]();
    }
    const slash = await slashOf(network, context.member.accountId, slashId);
    if (slash === null) throw errors.SLASH_NOT_FOUND();
    return slash;
  }),
  committees: asOwner.court.committees.handler(({ context }) =>
    inTransaction(network.db, async (trx) => {
      const committees = [];
      for (const { id, matterId, decideBy } of await sittingsOf(trx, context.member.accountId)) {
        const matter = await matterOf(trx, matterId);
        if (matter !== null) committees.push({ committeeId: id, decideBy, matter: await showMatter(trx, matter) });
      }
      return { committees };
    }),
  ),
  vote: asOwner.court.vote.handler(async ({ input, context, errors }) => {
    const state = await castVote(network, context.member, input);
    if (state === 'sitting' || state === 'decided' || state === 'undecided') return { state };
    throw errors[state]();
  }),
  reportAbsence: asStaff.court.reportAbsence.handler(async ({ input, context, errors }) => {
    const job = await jobOfRenter(network.db, context.member.accountId, input.jobId);
    if (job === null) throw errors.JOB_NOT_FOUND();
    const members = await reportAbsence(network, job);
    if (members.length === 0) throw errors.NOBODY_HAD_IT();
    return { members };
  }),
  complain: asStaff.court.complain.handler(async ({ input, context, errors }) => {
    const job = await jobOfRenter(network.db, context.member.accountId, input.jobId);
    if (job === null) throw errors.JOB_NOT_FOUND();
    const filed = await fileComplaint(network, job, input);
    if (typeof filed === 'string') {
      const complaint = (await complaintsOf(network, job)).find(({ id }) => id === filed);
      if (complaint === undefined) throw new Error(`complaint ${filed} is gone`);
      return complaint;
    }
    switch (filed.code) {
      case 'LINES_UNKNOWN':
        throw errors.LINES_UNKNOWN({ data: { lines: [...filed.lines] } });
      case 'LINES_TOO_LONG':
        throw errors.LINES_TOO_LONG({ data: { most: filed.most } });
      case 'LINES_TOO_FEW':
        throw errors.LINES_TOO_FEW({ data: { needed: filed.needed } });
      case 'NOBODY_HAD_IT':
        throw errors.NOBODY_HAD_IT();
      default:
        throw filingError(errors, filed);
    }
  }),
  complaints: asViewer.court.complaints.handler(async ({ input, context, errors }) => {
    const job = await jobOfRenter(network.db, context.member.accountId, input.jobId);
    if (job === null) throw errors.JOB_NOT_FOUND();
    return { complaints: await complaintsOf(network, job) };
  }),
  report: asOwner.court.report.handler(async ({ input, context, errors }) => {
    const filed = await fileReport(network, context.member.accountId, input);
    if (typeof filed === 'string') {
      const [report] = await reportsOf(network, context.member.accountId, filed);
      if (report === undefined) throw new Error(`report ${filed} is gone`);
      return report;
    }
    switch (filed.code) {
      case 'ROWS_UNKNOWN':
        throw errors.ROWS_UNKNOWN({ data: { blockIds: [...filed.blockIds] } });
      case 'DEVICE_NOT_FOUND':
        throw errors.DEVICE_NOT_FOUND();
      default:
        throw filingError(errors, filed);
    }
  }),
  reports: asViewer.court.reports.handler(async ({ context }) => ({
    reports: await reportsOf(network, context.member.accountId),
  })),
  reviews: asOperator.court.reviews.handler(async () => ({ reviews: await openReviews(network) })),
  refer: asOperator.court.refer.handler(async ({ input, errors }) => {
    const matterId = await referReview(network, input.reviewId, input);
    if (matterId === null) throw errors.REVIEW_NOT_FOUND();
    return { matterId };
  }),
  matters: asOperator.court.matters.handler(async () => ({ matters: await mattersToRule(network) })),
  rule: asOperator.court.rule.handler(async ({ input, errors }) => {
    const refusal = await rule(network, input.matterId, input);
    if (refusal !== null) throw errors[refusal]();
    return { isDecided: true } as const;
  }),
});
