/**
 * Cases of compliance as those see them who decide them: operators of a network whose provider leaves the decision to
 * them. The one place of the contract where personal data comes out, and every call of it is in the operators' log.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { rejectionReasons, reviewedChecks, reviewReasons } from '../../domain/compliance/review.ts';
import { timeSchema } from './amounts.ts';
import { personSchema } from './compliance.ts';
import { operatorErrors } from './operators.ts';

export const waitingCaseSchema = z.object({
  id: z.string(),
  accountId: z.string(),
  check: z.enum(reviewedChecks),
  beganAt: timeSchema,
  /** A renewal, and until when the approval before it holds; null: there is none. */
  heldUntil: timeSchema.nullable(),
});

export const reviewedCaseSchema = waitingCaseSchema.extend({
  state: z.enum(['submitted', 'approved', 'rejected']),
  /** null: none is kept here. */
  person: personSchema.nullable(),
  /** Of the same account, oldest first. */
  earlier: z.array(
    z.object({
      check: z.enum(reviewedChecks),
      state: z.enum(['submitted', 'approved', 'rejected']),
      beganAt: timeSchema,
      rejectedFor: z.enum(rejectionReasons).nullable(),
    }),
  ),
});
export type ReviewedCase = z.infer<typeof reviewedCaseSchema>;

const operator = oc.errors({ ...operatorErrors, CASE_NOT_FOUND: { status: 404 } });
const caseId = z.string().max(64);
const decisionErrors = {
  /** It was decided already. */
  CASE_DECIDED: { status: 409 },
  /** The provider decides, and nobody here. */
  DECIDED_ELSEWHERE: { status: 409 },
  /** It did not take the decision; nothing has changed. */
  PROVIDER_AWAY: { status: 503 },
} as const;

export const complianceReviewsContract = {
  cases: operator
    .route({ method: 'GET', path: '/operators/cases', tags: ['operators'], summary: 'Cases that wait, oldest first' })
    .output(z.object({ cases: z.array(waitingCaseSchema) })),
  case: operator
    .route({
      method: 'GET',
      path: '/operators/cases/{caseId}',
      tags: ['operators'],
      summary: 'One case with what its owner told',
    })
    .input(z.object({ caseId }))
    .output(reviewedCaseSchema),
  approve: operator
    .route({
      method: 'POST',
      path: '/operators/cases/{caseId}/approve',
      tags: ['operators'],
      summary: 'Approve a case',
    })
    /** `expiresAt` null: for good. */
    .input(z.object({ caseId, expiresAt: timeSchema.nullable() }))
    .output(reviewedCaseSchema)
    .errors({ ...decisionErrors, EXPIRY_PAST: { status: 422 } }),
  reject: operator
    .route({
      method: 'POST',
      path: '/operators/cases/{caseId}/reject',
      tags: ['operators'],
      summary: 'Reject a case',
    })
    .input(z.object({ caseId, reason: z.enum(reviewReasons) }))
    .output(reviewedCaseSchema)
    .errors(decisionErrors),
};
