/**
 * What everybody on the network is told, newest first: changes of the rules with their dates, emergencies, votes, and
 * what operators announce. What concerns one account alone is not here.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { timeSchema } from './amounts.ts';
import { operatorErrors } from './operators.ts';

/** Those that an operator publishes; their facts are `{ text }`. */
const announcedKinds = ['maintenance', 'release', 'information'] as const;

export const publicNoticeKinds = [
  /** Facts: changeId, key, value (JSON), class, expiresAt, vote. */
  'parameter_change',
  /** The same facts; it ends by itself at expiresAt. */
  'emergency',
  /** Facts: proposalId, key, value (JSON). */
  'proposal_opened',
  /** Facts: proposalId, outcome. */
  'proposal_ended',
  ...announcedKinds,
] as const;
export type PublicNoticeKind = (typeof publicNoticeKinds)[number];

const noticeId = z.number().int().positive();
const text = z.string().trim().min(1).max(2_000);

export const publicNoticeSchema = z.object({
  id: noticeId,
  kind: z.enum(publicNoticeKinds),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  at: timeSchema,
  /** When what it tells of begins; null: it tells of nothing to come. */
  effectiveAt: timeSchema.nullable(),
  /** Public issue that gives the reason; null: none. */
  issue: z.string().nullable(),
});
export type PublicNotice = z.infer<typeof publicNoticeSchema>;

export const publicNoticesContract = {
  list: oc
    .route({ method: 'GET', path: '/notices', tags: ['community'], summary: 'What everybody is told, newest first' })
    .input(
      z.object({
        /** The last one that is known already. */
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(25),
      }),
    )
    .output(z.object({ notices: z.array(publicNoticeSchema) })),
  publish: oc
    .errors(operatorErrors)
    .route({ method: 'POST', path: '/notices', tags: ['operators'], summary: 'Tell everybody something' })
    .input(
      z.object({
        kind: z.enum(announcedKinds),
        text,
        effectiveAt: timeSchema.nullable().default(null),
        issue: z.string().max(64).nullable().default(null),
      }),
    )
    .output(z.object({ id: noticeId }))
    .errors({ ISSUE_NOT_FOUND: { status: 404 } }),
};
