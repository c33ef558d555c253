/** What somebody else says of a device, as the court keeps it: a report of a fraud, or a renter's complaint; and its end. */
import { z } from 'zod';
import { breachClaims, fraudClaims } from '../../domain/slashing/claims.ts';
import { reportOutcomes } from '../../domain/slashing/report-bond.ts';
import { amountSchema, timeSchema } from './amounts.ts';

const id = z.string().min(1).max(64);
const count = z.number().int().nonnegative();

/** What people write: anything that a text can hold in every store. */
export const wordsSchema = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => text.isWellFormed() && !text.includes('\u0000'));

export const reportStates = ['open', ...reportOutcomes] as const;
export type ReportState = (typeof reportStates)[number];

export const citedRowSchema = z.object({ blockId: z.string().max(32), row: count });

export const reportSchema = z.object({
  id,
  deviceId: id,
  claim: z.enum(fraudClaims),
  text: z.string(),
  rows: z.array(citedRowSchema),
  at: timeSchema,
  state: z.enum(reportStates),
  decidedAt: timeSchema.nullable(),
  decidedBy: z.enum(['committee', 'operator', 'earlier_report']).nullable(),
  reason: z.string().nullable(),
  bond: amountSchema,
  /** Paid when the slash that it led to is executed; null before that, and where nothing is paid. */
  bounty: amountSchema.nullable(),
});
export type FraudReport = z.infer<typeof reportSchema>;

/** A renter is never told which device had the job: of its part there is the rank. */
export const complaintSchema = reportSchema.omit({ deviceId: true, claim: true, rows: true, bounty: true }).extend({
  jobId: id,
  rank: count,
  claim: z.enum(breachClaims),
  /** Numbers of the lines that bear it out. */
  lines: z.array(count),
  /** What the renter was paid for the harm, once the slash is executed; null before that, and where nothing is paid. */
  compensation: amountSchema.nullable(),
});
export type Complaint = z.infer<typeof complaintSchema>;

/** What keeps anybody from accusing a device, whatever of. */
export const filingErrors = {
  /** Whoever accuses owns or supports the device, or is one hand with somebody who does. */
  SELF_REPORT: { status: 403 },
  TOO_MANY_REPORTS: { status: 429, data: z.object({ most: count }) },
  /** The bond is not covered. */
  NOT_ENOUGH_COINS: { status: 409, data: z.object({ needed: amountSchema, available: amountSchema }) },
} as const;
