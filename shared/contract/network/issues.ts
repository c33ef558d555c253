/**
 * The Balancer's public issues: anybody opens one, operators take its steps, and everybody reads where it stands, by when
 * something is promised, and all that happened to it. What is personal is taken out, and it shows that it was.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { issueKinds, issueStates } from '../../domain/balancer/issue-state.ts';
import { accountErrors } from './accounts.ts';
import { timeSchema } from './amounts.ts';
import { operatorErrors } from './operators.ts';

const issueId = z.string().max(64);
const title = z.string().trim().min(1).max(120);
const text = z.string().trim().min(1).max(4_000);
const note = z.string().trim().min(1).max(1_000).nullable().default(null);

export const issueSchema = z.object({
  id: issueId,
  kind: z.enum(issueKinds),
  title,
  text,
  openedAt: timeSchema,
  /** null: an account, whose name is not told. */
  openedBy: z.literal('operator').nullable(),
  state: z.enum(issueStates),
  since: timeSchema,
  /** By when the next step is promised; null: no promise. */
  dueAt: timeSchema.nullable(),
  isOverdue: z.boolean(),
  /** When something was last taken out of its text; null: never. */
  redactedAt: timeSchema.nullable(),
});
export type PublicIssue = z.infer<typeof issueSchema>;

export const issueStepSchema = z.object({
  at: timeSchema,
  step: z.enum(['opened', 'moved', 'redacted']),
  /** That it moved to; null for the other two. */
  state: z.enum(issueStates).nullable(),
  /** When it shall be done, of a step to `scheduled`. */
  date: timeSchema.nullable(),
  /** What the operator said to it. */
  note: z.string().nullable(),
});

const openInput = z.object({ kind: z.enum(issueKinds), title, text });
const operator = oc.errors(operatorErrors);
const ISSUE_NOT_FOUND = { status: 404 } as const;

const next = z.enum(['triaged', 'accepted', 'declined', 'in_progress', 'done', 'reverted']);

export const issuesContract = {
  list: oc
    .route({ method: 'GET', path: '/issues', tags: ['community'], summary: 'Public issues, newest first' })
    .input(
      z.object({
        state: z.enum(issueStates).optional(),
        kind: z.enum(issueKinds).optional(),
        /** `next` of the page before. */
        after: z
          .string()
          .regex(/^\d{1,16}\.[a-z0-9]{1,64}$/)
          .optional(),
        limit: z.coerce.number().int().min(1).max(100).default(25),
      }),
    )
    .output(z.object({ issues: z.array(issueSchema), next: z.string().nullable() })),
  read: oc
    .route({
      method: 'GET',
      path: '/issues/{issueId}',
      tags: ['community'],
      summary: 'One issue with all that happened to it, oldest first',
    })
    .input(z.object({ issueId }))
    .output(issueSchema.extend({ history: z.array(issueStepSchema) }))
    .errors({ ISSUE_NOT_FOUND }),
  open: oc
    .errors(accountErrors)
    .route({ method: 'POST', path: '/issues', tags: ['community'], summary: 'Open a public issue' })
    .input(openInput)
    .output(issueSchema)
    .errors({ TOO_MANY_ISSUES: { status: 429, data: z.object({ most: z.number().int(), hours: z.number().int() }) } }),
  openAsOperator: operator
    .route({ method: 'POST', path: '/operators/issues', tags: ['operators'], summary: 'Open an issue for the network' })
    .input(openInput)
    .output(issueSchema),
  /** Only the next step; a late one is still taken. */
  move: operator
    .route({
      method: 'POST',
      path: '/issues/{issueId}/steps',
      tags: ['operators'],
      summary: 'Take an issue’s next step',
    })
    .input(
      z.object({
        issueId,
        step: z.union([z.object({ to: next }), z.object({ to: z.literal('scheduled'), date: timeSchema })]),
        note,
      }),
    )
    .output(issueSchema)
    .errors({ ISSUE_NOT_FOUND, NOT_NEXT: { status: 409 }, DATE_PAST: { status: 422 } }),
  /** The words that were there are kept nowhere. */
  redact: operator
    .route({
      method: 'POST',
      path: '/issues/{issueId}/redaction',
      tags: ['operators'],
      summary: 'Take personal data out of an issue',
    })
    .input(z.object({ issueId, title, text, note }))
    .output(issueSchema)
    .errors({ ISSUE_NOT_FOUND }),
};
