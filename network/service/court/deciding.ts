/**
 * What follows when an appeal, a report or an inference is decided, by a committee or, of the first two, by an operator:
 * each once, whole, in the transaction of whoever decides it.
 */

import type { Finding } from '../../../shared/contract/network/court.ts';
import { bondEndTransfer } from '../../../shared/domain/ledger/bond-transfers.ts';
import { blockStartsAt } from '../../../shared/domain/releases/block-id.ts';
import type { ReportOutcome } from '../../../shared/domain/slashing/report-bond.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { post } from '../../store/ledger.ts';
import type { Evidence, ReportTable } from '../../store/tables/court.ts';
import type { Trx } from '../../store/transaction.ts';
import { creditDeed } from '../astronaut/deeds.ts';
import { decideInference } from '../inference/checking.ts';
import type { Network } from '../network.ts';
import { type Matter, reportEvidence } from './matters.ts';
import { chargeDevice, executeIn, returnToHolders } from './slashes.ts';

type Decider = Pick<Network, 'parameters' | 'records' | 'clock'>;

export interface Decision {
  readonly finding: Finding;
  readonly by: 'committee' | 'operator';
  /** An operator's. */
  readonly reason: string | null;
  /** Votes with their signatures; nothing where an operator decides. */
  readonly evidence: readonly Evidence[];
}

const decideAppeal = async (trx: Trx, network: Decider, appealId: string, decision: Decision): Promise<void> => {
  const isWon = decision.finding === 'upheld';
  const decided = await trx
    .updateTable('appeals')
    .set({
      state: isWon ? 'won' : 'lost',
      decidedAt: network.clock.now(),
      decidedBy: decision.by,
      reason: decision.reason,
    })
    .where('id', '=', appealId)
    .where('state', '=', 'open')
    .returning('slashId')
    .executeTakeFirst();
  if (decided === undefined) return;
  if (isWon) await returnToHolders(trx, network, decided.slashId);
  else await executeIn(trx, network, decided.slashId, 'lost');
};

const outcomeOf = (finding: Finding): ReportOutcome => (finding === 'rejected' ? 'unproven' : finding);

interface ReportEnd extends Pick<ReportTable, 'decidedBy' | 'reason' | 'slashId'> {
  readonly outcome: ReportOutcome;
}

const endReport = async (
  trx: Trx,
  { clock }: Decider,
  report: Pick<ReportTable, 'id' | 'reporterId'>,
  { outcome, ...end }: ReportEnd,
): Promise<void> => {
  const at = clock.now();
  await trx
    .updateTable('reports')
    .set({ ...end, state: outcome, decidedAt: at })
    .where('id', '=', report.id)
    .where('state', '=', 'open')
    .execute();
  // The network's own has no bond.
  if (report.reporterId === null) return;
  const bond = { reportId: report.id, reporterId: report.reporterId };
  await post(trx, bondEndTransfer(bond, outcome), { deviceId: null, epoch: null, at });
  if (outcome === 'unproven') return;
  const kind = outcome === 'upheld' ? 'upheld_report' : 'frivolous_report';
  await creditDeed(trx, report.reporterId, { id: `report:${report.id}`, at, kind });
};

/** Whoever reported the same later was right too, and too late: the bond goes back, and there is one bounty. */
const endLaterReports = async (
  trx: Trx,
  network: Decider,
  first: Pick<ReportTable, 'deviceId' | 'claim'>,
): Promise<void> => {
  const later = await trx
    .selectFrom('reports')
    .select(['id', 'reporterId'])
    .where('deviceId', '=', first.deviceId)
    .where('claim', '=', first.claim)
    .where('state', '=', 'open')
    .orderBy('id')
    .execute();
  for (const report of later)
    await endReport(trx, network, report, {
      ...{ outcome: 'unproven', decidedBy: 'earlier_report', reason: null, slashId: null },
    });
};

const decideReport = async (
  trx: Trx,
  network: Decider,
  reportId: string,
  decision: Decision,
): Promise<Slash | null> => {
  const report = await trx
    .selectFrom('reports')
    .selectAll()
    .where('id', '=', reportId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (report === undefined) return null;
  const { finding, by, reason } = decision;
  const outcome = outcomeOf(finding);
  const isUpheld = outcome === 'upheld';
  const { cited, at, reporterId } = report;
  const slash = isUpheld
    ? await chargeDevice(trx, network, {
        deviceId: report.deviceId,
        offence: 'O5',
        // It was there in the first hour that is cited, and is judged by the rules of that one.
        offenceAt: Math.min(at, ...cited.map(({ blockId }) => blockStartsAt(blockId) ?? at)),
        evidence: [
          ...(await reportEvidence(trx, report)),
          { kind: 'finding', body: { by, reason } },
          ...decision.evidence,
        ],
        cause: `O5:${reportId}`,
        ...(reporterId === null ? {} : { reporterId }),
      })
    : null;
  await endReport(trx, network, report, { outcome, decidedBy: by, reason, slashId: slash?.id ?? null });
  if (isUpheld) await endLaterReports(trx, network, report);
  return slash;
};

/** @returns the slash that follows, of which its device is to be told; null when none does, or it was decided before */
export const decideMatter = async (
  trx: Trx,
  network: Decider,
  { kind, id }: Pick<Matter, 'kind' | 'id'>,
  decision: Decision,
): Promise<Slash | null> => {
  if (kind === 'report') return decideReport(trx, network, id, decision);
  if (kind === 'inference')
    return decideInference(trx, network, id, { isMadeUp: decision.finding === 'upheld', votes: decision.evidence });
  await decideAppeal(trx, network, id, decision);
  return null;
};
