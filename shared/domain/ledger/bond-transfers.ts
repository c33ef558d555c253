/**
 * The transfers of a fraud report's bond: held when it is filed, then given back or burned, once. A bounty is no part of
 * them: it is paid by the slash that the report led to.
 */
import { bondFate, type ReportOutcome, reportBond } from '../slashing/report-bond.ts';
import { reportBondOf, wallet } from './account.ts';
import { move, type Transfer, transfer } from './posting.ts';

export interface BondedReport {
  readonly reportId: string;
  /** Account that put the bond down. */
  readonly reporterId: string;
}

/** Takes the bond from the reporter's free coins. */
export const bondTransfer = ({ reportId, reporterId }: BondedReport): Transfer =>
  transfer(
    { idempotencyKey: `report:${reportId}:bond`, kind: 'report_bond', reference: reportId },
    move(wallet(reporterId), reportBondOf(reportId), reportBond),
  );

/** Ends the bond. Every outcome has one key, so that a report can never have two ends. */
export const bondEndTransfer = ({ reportId, reporterId }: BondedReport, outcome: ReportOutcome): Transfer => {
  const isReturned = bondFate(outcome) === 'returned';
  return transfer(
    {
      idempotencyKey: `report:${reportId}:end`,
      kind: isReturned ? 'report_return' : 'report_burn',
      reference: reportId,
    },
    move(reportBondOf(reportId), isReturned ? wallet(reporterId) : 'burned', reportBond),
  );
};
