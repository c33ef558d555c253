/** What a provider may say of a case that it looks at. Reasons are from a closed list, so that none can name a person. */
import type { EpochMs } from '../../units/time.ts';
import type { ComplianceCheck } from './check-case.ts';

export const reviewReasons = [
  'document_unreadable',
  'document_expired',
  'facts_differ',
  'incomplete',
  'sanctions_match',
  'place_not_served',
] as const;
export type ReviewReason = (typeof reviewReasons)[number];

/** `data_erased`: the owner had the personal data erased before anybody decided. */
export const rejectionReasons = [...reviewReasons, 'data_erased'] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

export type Verdict =
  | { readonly kind: 'waiting' }
  /** `expiresAt` null: for good. */
  | { readonly kind: 'approved'; readonly expiresAt: EpochMs | null }
  | { readonly kind: 'rejected'; readonly reason: ReviewReason };

/** Checks that somebody looks at. The other two are signatures, and the network checks those itself. */
export const reviewedChecks = [
  'sanctions_screen',
  'identity',
  'address',
  'company',
  'security_audit',
] as const satisfies readonly ComplianceCheck[];
export type ReviewedCheck = (typeof reviewedChecks)[number];
