/**
 * What follows when an appeal, a report or an inference is decided, by a committee or, of the first two, by an operator:
 * each once, whole, in the transaction of whoever decides it.
 */

import type { Selectable } from 'kysely';
import type { Finding } from '../../../shared/contract/network/court.ts';
import { bondEndTransfer } from '../../../shared/domain/ledger/bond-transfers.ts';
import { blockStartsAt } from '../../../shared/domain/releases/block-id.ts';
import { breachAt, isBreach, offenceOfClaim } from '../../../shared/domain/slashing/claims.ts';
import type { ReportOutcome } from '../../../shared/domain/slashing/report-bond.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import { post } from '../../store/ledger.ts';
import type { Evidence, ReportTable } from '../../store/tables/court.ts';
import type { Trx } from '../../store/transaction.ts';
import { creditDeed } from '../astronaut/deeds.ts';
import { decideInference } from '../inference/checking.ts';
import { readJob } from '../market/job-rows.ts';
import type { Network } from '../network.ts';
import { type Matter, reportEvidence } from './matters.ts';
import { renterHarm } from './renter-harm.ts';
import { type Charge, chargeDevice, executeIn, returnToHolders } from './slashes.ts';

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

type ReportRow = Selectable<ReportTable>;

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
  first: Pick<ReportRow, 'deviceId' | 'claim' | 'leaseId'>,
): Promise<void> => {
  const later = await trx
    .selectFrom('reports')
    .select(['id', 'reporterId'])
    .where('deviceId', '=', first.deviceId)
    .where('claim', '=', first.claim)
    .where('leaseId', 'is not distinct from', first.leaseId)
    .where('state', '=', 'open')
    .orderBy('id')
    .execute();
  for (const report of later)
    await endReport(trx, network, report, {
      ...{ outcome: 'unproven', decidedBy: 'earlier_report', reason: null, slashId: null },
    });
};

/** It was there in the first hour that is cited, and is judged by the rules of that one; or when a breach was complete. */
const offenceAtOf = ({ claim, at, cited, lines }: ReportRow, { parameters }: Decider): EpochMs => {
  if (!isBreach(claim)) return Math.min(at, ...cited.map(({ blockId }) => blockStartsAt(blockId) ?? at));
  const seenAt = (lines ?? []).map((line) => line.at);
  return Math.min(at, breachAt(claim, seenAt, parameters) ?? at);
};

/** Whoever reported a fraud is paid a bounty, and a renter for the harm; neither twice. */
const paidFor = async (
  trx: Trx,
  network: Decider,
  { reporterId, leaseId }: ReportRow,
): Promise<Pick<Charge, 'reporterId' | 'renter'>> => {
  if (reporterId === null) return {};
  if (leaseId === null) return { reporterId };
  const lease = await trx.selectFrom('leases').selectAll().where('id', '=', leaseId).executeTakeFirstOrThrow();
  const job = await readJob(trx, lease.jobId);
  return { renter: { accountId: reporterId, harm: await renterHarm(trx, network, job, lease) } };
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
  const offence = offenceOfClaim(report.claim);
  const slash = isUpheld
    ? await chargeDevice(trx, network, {
        deviceId: report.deviceId,
        offence,
        offenceAt: offenceAtOf(report, network),
        evidence: [
          ...(await reportEvidence(trx, report)),
          { kind: 'finding', body: { by, reason } },
          ...decision.evidence,
        ],
        cause: `${offence}:${reportId}`,
        ...(await paidFor(trx, network, report)),
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
