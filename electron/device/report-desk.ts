/** Reports of frauds at the owner's desk: the account's own with what became of them, and a new one. It judges none. */
import type { OwnReport } from '../../shared/contract/app/reports.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { FraudReport } from '../../shared/contract/network/court-reports.ts';
import type { AskedReport, ReportAnswer } from '../link/court-link.ts';
import type { Membership } from './participation.ts';

/**
 * null from any of them: this device has not joined. They throw what the link throws, and NOT_ACCOUNT_OWNER when the
 * account is somebody else's.
 */
export interface ReportDesk {
  list(): Promise<{ reports: OwnReport[]; free: bigint } | null>;
  file(
    asked: AskedReport,
  ): Promise<{ kind: 'filed'; report: OwnReport } | Exclude<ReportAnswer, { kind: 'filed' }> | null>;
}

const reportOf = (report: FraudReport): OwnReport => ({
  ...report,
  bond: BigInt(report.bond),
  bounty: report.bounty === null ? null : BigInt(report.bounty),
});

export const createReportDesk = (membership: () => Pick<Membership, 'link' | 'coins'> | null): ReportDesk => {
  const asOwner = () => {
    const joined = membership();
    if (joined?.coins === null) throw new PerigeeError('NOT_ACCOUNT_OWNER', {});
    return joined;
  };
  return {
    list: async () => {
      const joined = asOwner();
      if (joined === null) return null;
      const [reports, free] = await Promise.all([joined.link.court.reports(), joined.link.account.freeCoins()]);
      return { reports: reports.map(reportOf), free };
    },
    file: async (asked) => {
      const answer = await asOwner()?.link.court.report(asked);
      if (answer === undefined) return null;
      return answer.kind === 'filed' ? { kind: 'filed', report: reportOf(answer.report) } : answer;
    },
  };
};
