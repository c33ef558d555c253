/** Rows of the court: slashes with their evidence, appeals, reports, and committees with their votes. */
import type { ColumnType, Generated } from 'kysely';
import type { AppealGround, AppealState, Finding } from '../../../shared/contract/network/court.ts';
import type { EvidenceKind } from '../../../shared/contract/network/court-evidence.ts';
import type { ReportState } from '../../../shared/contract/network/court-reports.ts';
import type { RentedLogLine } from '../../../shared/contract/network/market.ts';
import type { ReportClaim } from '../../../shared/domain/slashing/claims.ts';
import type { Offence } from '../../../shared/domain/slashing/offences.ts';
import type { EpochMs } from '../../../shared/units/time.ts';
import type { Json } from '../column.ts';

/** One piece of evidence: plain JSON, kept as it was when the slash was decided. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly body: unknown;
}

export interface SlashTable {
  id: string;
  /** null: it is a validator's. */
  deviceId: string | null;
  /** null: it is a device's. */
  validatorId: Generated<string | null>;
  offence: Offence;
  at: number;
  appealUntil: number;
  state: 'escrow' | 'returned' | 'executed';
  /** Of slashes before evidence had kinds: whatever was written then. */
  evidence: Json<unknown>;
  /** `exactJson` of the rules' `Slash`. */
  record: string;
  /** Hour whose release tells of it; null: none yet. */
  toldEpoch: number | null;
  /** What happened, by name; nothing is charged twice. null: whoever charged it answers for that. */
  cause: string | null;
  /** null: decided before it was kept. */
  offenceAt: number | null;
  /** The hour of the offence, where it had not been paid when the slash was decided. */
  offenceEpoch: number | null;
  /** Account of the first valid report; null: the network found it itself. */
  reporterId: string | null;
  renterId: string | null;
  /** What the renter lost by it. */
  harm: bigint | null;
}

export interface AppealTable {
  id: string;
  slashId: string;
  accountId: string;
  /** Key that asked for it. */
  publicKey: string;
  grounds: AppealGround;
  text: string;
  refs: Json<string[]>;
  at: number;
  state: AppealState;
  decidedAt: number | null;
  decidedBy: 'committee' | 'operator' | null;
  /** The operator's; a committee gives none. */
  reason: string | null;
}

export interface CitedRow {
  readonly blockId: string;
  readonly row: number;
}

/** A line of a job's log, as it was when it was cited. */
export interface JobLine extends RentedLogLine {
  readonly seq: number;
}

export interface ReportTable {
  id: string;
  /** null: the network's own, of a review; there is no bond then, and no bounty. */
  reporterId: string | null;
  reviewId: string | null;
  deviceId: string;
  claim: ReportClaim;
  text: string;
  cited: Json<CitedRow[]>;
  /** Of a renter's complaint: the device's part in the job, and lines of its log. */
  leaseId: Generated<string | null>;
  lines: ColumnType<JobLine[] | null, string | null | undefined, never>;
  at: number;
  idempotencyKey: string;
  state: ReportState;
  decidedAt: number | null;
  /** `earlier_report`: another one of the same was upheld. */
  decidedBy: 'committee' | 'operator' | 'earlier_report' | null;
  reason: string | null;
  slashId: string | null;
}

/** A renter's word that the device of a lease is away. */
export interface AbsenceReportTable {
  leaseId: string;
  renterId: string;
  at: number;
  state: 'waiting' | 'charged' | 'unfounded';
  decidedAt: number | null;
}

export interface CommitteeTable {
  id: string;
  matter: 'appeal' | 'report' | 'inference';
  matterId: string;
  /** From 1. */
  round: number;
  /** Accounts, in the order of the lot. */
  members: Json<string[]>;
  /** Of the release from which the lot follows, and its epoch. */
  manifestHash: string;
  lotEpoch: number;
  drawnAt: EpochMs;
  decideBy: EpochMs;
  state: 'sitting' | 'decided' | 'undecided';
}

export interface VoteTable {
  committeeId: string;
  accountId: string;
  finding: Finding;
  publicKey: string;
  /** Over `voteMessage`, base64url. */
  signature: string;
  at: number;
}

export interface CourtTables {
  slashes: SlashTable;
  appeals: AppealTable;
  reports: ReportTable;
  absenceReports: AbsenceReportTable;
  committees: CommitteeTable;
  votes: VoteTable;
}
