/**
 * What the network's people tell and decide in common: notices and announced changes of the rules, the Balancer's issues,
 * and proposals with their votes. Read when a face asks; nothing of it is kept here.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { voteChoices } from '../../domain/governance/tally.ts';
import { issueSchema, issueStepSchema } from '../network/issues.ts';
import { parameterChangeSchema } from '../network/parameters.ts';
import { proposalSchema } from '../network/proposals.ts';
import { publicNoticeSchema } from '../network/public-notices.ts';
import { questionSchema } from '../network/questions.ts';
import { roadmapEntrySchema } from '../network/roadmap.ts';

/** Of the list's page before; null: it was the last. */
const next = z.string().nullable();
const id = z.string().min(1).max(64);

/** `from` and `to`: JSON, amounts as text of base units. `from` is null where what holds before is not known. */
export const announcedChangeSchema = parameterChangeSchema
  .omit({ value: true })
  .extend({ from: z.string().nullable(), to: z.string() });
export type AnnouncedChange = z.infer<typeof announcedChangeSchema>;

const tallySchema = z.object({ for: z.bigint(), against: z.bigint(), abstain: z.bigint(), turnout: z.bigint() });

/** `value`: JSON. */
const appProposalSchema = proposalSchema.extend({
  value: z.string(),
  /** Base units, here and below. */
  staked: z.bigint(),
  straw: tallySchema,
  vote: tallySchema,
  deposit: z.object({ amount: z.bigint(), fate: z.enum(['held', 'returned', 'burned']) }),
});
export type CommunityProposal = z.infer<typeof appProposalSchema>;

const ownVotesSchema = z.object({
  /** Base units that this account had at stake when the proposal was opened. */
  weight: z.bigint(),
  straw: z.enum(voteChoices).nullable(),
  vote: z.enum(voteChoices).nullable(),
});
export type OwnVotes = z.infer<typeof ownVotesSchema>;

const readIssueSchema = issueSchema.extend({ history: z.array(issueStepSchema) });
export type CommunityIssue = z.infer<typeof readIssueSchema>;

/** `own`: null where the account is somebody else's. */
const readProposalSchema = z.object({ proposal: appProposalSchema, own: ownVotesSchema.nullable() });
export type ReadProposal = z.infer<typeof readProposalSchema>;

const valueFieldSchema = z.intersection(
  /** Key of the part; null where the value is this one field. */
  z.object({ name: z.string().nullable() }),
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('whole'), least: z.number().int(), most: z.number().int() }),
    /** Base units. */
    z.object({ kind: z.literal('amount'), least: z.bigint(), most: z.bigint() }),
    z.object({ kind: z.literal('choice'), options: z.array(z.string()) }),
    z.object({ kind: z.literal('text') }),
  ]),
);

const proposableRuleSchema = z.object({
  key: z.string(),
  /** JSON; null where what holds now is not known here. */
  now: z.string().nullable(),
  majority: z.enum(['simple', 'two_thirds']),
  fields: z.array(valueFieldSchema),
});
export type ProposableRule = z.infer<typeof proposableRuleSchema>;

/** What it takes to open a proposal. */
const proposalTermsSchema = z.object({
  /** Base units, both. */
  deposit: z.bigint(),
  free: z.bigint(),
  rules: z.array(proposableRuleSchema),
  /** Public issues, newest first: one of them gives the reason. */
  issues: z.array(issueSchema.pick({ id: true, title: true })),
});
export type ProposalTerms = z.infer<typeof proposalTermsSchema>;

export type CommunityQuestion = z.infer<typeof questionSchema>;
export type RoadmapLine = z.infer<typeof roadmapEntrySchema>;

const NOT_JOINED = {};
const overviewSchema = z.object({
  notices: z.array(publicNoticeSchema),
  /** Where older notices go on; null: there are none. */
  olderThan: z.number().int().nullable(),
  changes: z.array(announcedChangeSchema),
});
export type CommunityOverview = z.infer<typeof overviewSchema>;

const page = z.object({ after: z.string().max(128).optional() });

export const communityContract = {
  /** The newest notices first, and every announced change, the next one first. */
  overview: oc.output(overviewSchema).errors({ NOT_JOINED }),
  /** Newest first. */
  notices: oc
    .input(z.object({ before: z.number().int().positive().optional() }))
    .output(z.object({ notices: z.array(publicNoticeSchema), next: z.number().int().nullable() }))
    .errors({ NOT_JOINED }),
  issues: oc
    .input(page)
    .output(z.object({ issues: z.array(issueSchema), next }))
    .errors({ NOT_JOINED }),
  issue: oc
    .input(z.object({ issueId: id }))
    .output(readIssueSchema)
    .errors({ NOT_JOINED, ISSUE_NOT_FOUND: {} }),
  openIssue: oc
    .input(issueSchema.pick({ kind: true, title: true, text: true }))
    .output(issueSchema)
    .errors({
      NOT_JOINED,
      TOO_MANY_ISSUES: { data: z.object({ most: z.number().int(), hours: z.number().int() }) },
    }),
  proposals: oc
    .input(page)
    .output(z.object({ proposals: z.array(appProposalSchema), next }))
    .errors({ NOT_JOINED }),
  proposal: oc
    .input(z.object({ proposalId: id }))
    .output(readProposalSchema)
    .errors({ NOT_JOINED, PROPOSAL_NOT_FOUND: {} }),
  /** In the ballot that is open now, signed by the owner's key. It stands. */
  vote: oc
    .input(z.object({ proposalId: id, choice: z.enum(voteChoices) }))
    .output(readProposalSchema)
    .errors({ NOT_JOINED, PROPOSAL_NOT_FOUND: {}, NO_WEIGHT: {}, ALREADY_VOTED: {}, NOT_OPEN: {} }),
  /** What somebody who owns the account needs to know before opening one. */
  proposalTerms: oc.output(proposalTermsSchema).errors({ NOT_JOINED }),
  /** Takes the deposit, under the owner's key. The same request again moves nothing more. */
  propose: oc
    .input(
      z.object({
        issue: id,
        key: z.string().max(64),
        /** JSON. */
        value: z.string().max(2_000),
        requestId: z.uuid(),
      }),
    )
    .output(appProposalSchema)
    .errors({
      NOT_JOINED,
      KEY_NOT_VOTED: {},
      VALUE_NOT_ALLOWED: {},
      ISSUE_NOT_FOUND: {},
      /** Base units. */
      DEPOSIT_MISSING: { data: z.object({ required: z.bigint(), available: z.bigint() }) },
    }),
  /** Those with most votes first. */
  questions: oc
    .input(z.object({ is: z.enum(['waiting', 'answered']), skip: z.number().int().min(0).max(10_000).default(0) }))
    .output(z.object({ questions: z.array(questionSchema), next: z.number().int().nullable() }))
    .errors({ NOT_JOINED }),
  ask: oc
    .input(z.object({ text: z.string().trim().min(1).max(500) }))
    .output(questionSchema)
    .errors({
      NOT_JOINED,
      TOO_MANY_QUESTIONS: { data: z.object({ most: z.number().int(), hours: z.number().int() }) },
    }),
  /** One vote an account; the same again changes nothing. */
  wantAnswer: oc
    .input(z.object({ questionId: id }))
    .output(questionSchema)
    .errors({ NOT_JOINED, QUESTION_NOT_FOUND: {} }),
  /** By date, undated last. */
  roadmap: oc.output(z.object({ entries: z.array(roadmapEntrySchema) })).errors({ NOT_JOINED }),
};
