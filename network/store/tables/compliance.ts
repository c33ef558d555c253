/** Rows of compliance: cases, signatures, what became of levels, and what Localnet's reviewers decided. */
import type { Generated } from 'kysely';
import type { ComplianceCheck } from '../../../shared/domain/compliance/check-case.ts';
import type { RejectionReason, ReviewedCheck, ReviewReason } from '../../../shared/domain/compliance/review.ts';

/** One for each time a check was begun; the newest of a check is what counts. */
export interface ComplianceCaseTable {
  id: string;
  seq: Generated<number>;
  accountId: string;
  checkName: ComplianceCheck;
  /** `network` for what the network checks itself. */
  provider: string;
  /** The provider's own name for the case; null: it does not know of it yet. */
  reference: string | null;
  handOffUrl: string | null;
  state: 'submitted' | 'approved' | 'rejected';
  beganAt: number;
  heldUntil: number | null;
  decidedAt: number | null;
  expiresAt: number | null;
  rejectedFor: RejectionReason | null;
  /** The provider is to erase what it keeps, and has. */
  eraseAskedAt: number | null;
  erasedAt: number | null;
}

export interface ComplianceSignatureTable {
  caseId: string;
  publicKey: string;
  message: string;
  signature: string;
}

export interface ComplianceTurnTable {
  seq: Generated<number>;
  accountId: string;
  at: number;
  kind: 'level' | 'falls_soon';
  level: number;
  fallsAt: number | null;
}

export interface ComplianceReviewTable {
  reference: string;
  checkName: ReviewedCheck;
  beganAt: number;
  decision: 'approved' | 'rejected' | null;
  expiresAt: number | null;
  reason: ReviewReason | null;
}

export interface ComplianceTables {
  complianceCases: ComplianceCaseTable;
  complianceSignatures: ComplianceSignatureTable;
  complianceTurns: ComplianceTurnTable;
  complianceReviews: ComplianceReviewTable;
}
