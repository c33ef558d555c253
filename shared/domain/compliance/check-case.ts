/**
 * The case of one check of an owner: none, submitted, approved or rejected, and expired. It holds no document and no name;
 * what an approved check is good for is in `level.ts`.
 * Source: the network's rule set, section (b), column C.
 */
import type { EpochMs } from '../../units/time.ts';

export const complianceChecks = [
  'wallet_proof',
  'signed_terms',
  'sanctions_screen',
  /** KYC: a person's identity. */
  'identity',
  'address',
  /** KYB: a company. */
  'company',
  /** ISO 27001 or SOC 2. */
  'security_audit',
] as const;
export type ComplianceCheck = (typeof complianceChecks)[number];

/** What is on file. Whether an approval has expired follows from the time. */
export type CheckCase =
  | { readonly kind: 'none' }
  /** `heldUntil`: a renewal, and until when the approval before it still holds; null: there is none. */
  | { readonly kind: 'submitted'; readonly at: EpochMs; readonly heldUntil: EpochMs | null }
  /** `expiresAt` null: it holds for good, such as the proof of a wallet. */
  | { readonly kind: 'approved'; readonly at: EpochMs; readonly expiresAt: EpochMs | null }
  | { readonly kind: 'rejected'; readonly at: EpochMs };

export type CheckState = CheckCase['kind'] | 'expired';

export type CheckStep =
  | { readonly kind: 'submit' }
  | { readonly kind: 'approve'; readonly expiresAt: EpochMs | null }
  | { readonly kind: 'reject' };

/** The state that a case is in; an approval has expired from its last moment on. */
export const checkState = (filed: CheckCase, now: EpochMs): CheckState =>
  filed.kind === 'approved' && filed.expiresAt !== null && filed.expiresAt <= now ? 'expired' : filed.kind;

/** The last moment of what the case is good for; null when it holds for good, or is good for nothing. */
export const heldUntil = (filed: CheckCase): EpochMs | null => {
  if (filed.kind === 'approved') return filed.expiresAt;
  return filed.kind === 'submitted' ? filed.heldUntil : null;
};

/** Whether the check counts: approved, or being renewed while the approval before has time left. */
export const holds = (filed: CheckCase, now: EpochMs): boolean => {
  const until = heldUntil(filed);
  if (filed.kind === 'approved') return until === null || until > now;
  return filed.kind === 'submitted' && until !== null && until > now;
};

export type CheckMove =
  | { readonly kind: 'moved'; readonly filed: CheckCase }
  | { readonly kind: 'refused'; readonly reason: 'NOT_NEXT' | 'EXPIRY_PAST' };

const submit = (filed: CheckCase, now: EpochMs): CheckMove => {
  const isFinal = filed.kind === 'approved' && filed.expiresAt === null;
  if (filed.kind === 'submitted' || isFinal) return { kind: 'refused', reason: 'NOT_NEXT' };
  return {
    kind: 'moved',
    filed: { kind: 'submitted', at: now, heldUntil: holds(filed, now) ? heldUntil(filed) : null },
  };
};

/**
 * Takes a step. What was rejected or has expired may be submitted again, and what will expire may be renewed before it
 * does; what was submitted is decided once. A renewal that is rejected ends the approval before it.
 */
export const moveCheck = (filed: CheckCase, step: CheckStep, now: EpochMs): CheckMove => {
  if (step.kind === 'submit') return submit(filed, now);
  if (filed.kind !== 'submitted') return { kind: 'refused', reason: 'NOT_NEXT' };
  if (step.kind === 'reject') return { kind: 'moved', filed: { kind: 'rejected', at: now } };
  const { expiresAt } = step;
  if (expiresAt !== null && expiresAt <= now) return { kind: 'refused', reason: 'EXPIRY_PAST' };
  return { kind: 'moved', filed: { kind: 'approved', at: now, expiresAt } };
};
