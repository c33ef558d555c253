/** What Localnet's provider decides by itself, for whoever tries a flow without a reviewer: the first line for a check. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PerigeeError } from '../../../shared/contract/codes.ts';
import { reviewedChecks, reviewReasons } from '../../../shared/domain/compliance/review.ts';

const afterHours = z.number().min(0).max(100_000);

const scriptSchema = z
  .array(
    z.discriminatedUnion('verdict', [
      z.strictObject({
        check: z.enum(reviewedChecks),
        /** Network hours after the case was begun. */
        afterHours,
        verdict: z.literal('approve'),
        /** Network hours that the approval holds, from that moment on; null: for good. */
        validHours: z.number().positive().max(100_000).nullable(),
      }),
      z.strictObject({
        check: z.enum(reviewedChecks),
        afterHours,
        verdict: z.literal('reject'),
        reason: z.enum(reviewReasons),
      }),
    ]),
  )
  .max(100);
export type ComplianceScript = z.infer<typeof scriptSchema>;

/** @throws SETTINGS_INVALID */
export const readScript = (path: string | undefined): ComplianceScript => {
  if (path === undefined) return [];
  try {
    return scriptSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new PerigeeError('SETTINGS_INVALID', { key: 'compliance-script', detail: path }, { cause });
  }
};
