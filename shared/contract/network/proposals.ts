/**
 * Proposals to change the parameter record: opened with a deposit, voted on with the stake that counted at that moment,
 * and told with every tally. How an account voted is told to that account alone.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { voteChoices } from '../../domain/governance/tally.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, timeSchema } from './amounts.ts';

const proposalId = z.string().max(64);

/** Base units of stake behind each choice; `turnout` is all of them together. */
const tallySchema = z.object({
  for: amountSchema,
  against: amountSchema,
  abstain: amountSchema,
  turnout: amountSchema,
});

export const proposalSchema = z.object({
  id: proposalId,
  /** The public issue that it settles. */
  issue: z.string(),
  key: z.string(),
  /** Plain JSON; amounts as decimal text of base units. */
  value: z.unknown(),
  majority: z.enum(['simple', 'two_thirds']),
  openedAt: timeSchema,
  state: z.enum(['straw', 'vote', 'frivolous', 'dropped', 'rejected', 'passed']),
  /** When the ballot that is open closes; null: none is. */
  endsAt: timeSchema.nullable(),
  /** Of a rejected one. */
  reason: z.enum(['NO_QUORUM', 'NO_MAJORITY']).nullable(),
  /** The staked supply at its opening: what quorums are shares of. */
  staked: amountSchema,
  straw: tallySchema,
  vote: tallySchema,
  deposit: z.object({ amount: amountSchema, fate: z.enum(['held', 'returned', 'burned']) }),
  /** Start of the first hour in which what passed holds; null: it was not announced. */
  effectiveAt: timeSchema.nullable(),
});
export type WireProposal = z.infer<typeof proposalSchema>;

const ownVotesSchema = z.object({
  /** Base units that the account had at stake when the proposal was opened. */
  weight: amountSchema,
  straw: z.enum(voteChoices).nullable(),
  vote: z.enum(voteChoices).nullable(),
});

const PROPOSAL_NOT_FOUND = { status: 404 } as const;
const member = oc.errors(accountErrors);

export const proposalsContract = {
  list: oc
    .route({ method: 'GET', path: '/proposals', tags: ['community'], summary: 'Proposals, newest first' })
    .input(
      z.object({
        /** `next` of the page before. */
        after: z
          .string()
          .regex(/^\d{1,16}\.[a-z0-9]{1,64}$/)
          .optional(),
        limit: z.coerce.number().int().min(1).max(50).default(20),
      }),
    )
    .output(z.object({ proposals: z.array(proposalSchema), next: z.string().nullable() })),
  read: oc
    .route({ method: 'GET', path: '/proposals/{proposalId}', tags: ['community'], summary: 'One proposal' })
    .input(z.object({ proposalId }))
    .output(proposalSchema)
    .errors({ PROPOSAL_NOT_FOUND }),
  open: member
    .route({ method: 'POST', path: '/proposals', tags: ['community'], summary: 'Open a proposal with a deposit' })
    .input(
      z.object({
        issue: z.string().min(1).max(64),
        key: z.string().max(64),
        value: z.unknown(),
        /** The same key again gives the first answer and moves nothing. */
        idempotencyKey: z.uuid(),
      }),
    )
    .output(proposalSchema)
    .errors({
      /** No such key, or one that is not voted on. */
      KEY_NOT_VOTED: { status: 422 },
      VALUE_NOT_ALLOWED: { status: 422 },
      ISSUE_NOT_FOUND: { status: 404 },
      DEPOSIT_MISSING: { status: 409, data: z.object({ needed: amountSchema, available: amountSchema }) },
    }),
  own: member
    .route({
      method: 'GET',
      path: '/proposals/{proposalId}/votes/own',
      tags: ['community'],
      summary: 'What this account may say to a proposal, and said',
    })
    .input(z.object({ proposalId }))
    .output(ownVotesSchema)
    .errors({ PROPOSAL_NOT_FOUND }),
  /** In the ballot that is open now. It stands. */
  cast: member
    .route({
      method: 'POST',
      path: '/proposals/{proposalId}/votes',
      tags: ['community'],
      summary: 'Vote with the stake of this account',
    })
    .input(z.object({ proposalId, choice: z.enum(voteChoices) }))
    .output(ownVotesSchema)
    .errors({
      PROPOSAL_NOT_FOUND,
      /** Nothing of this account's counted as stake when the proposal was opened. */
      NO_WEIGHT: { status: 409 },
      ALREADY_VOTED: { status: 409 },
      NOT_OPEN: { status: 409 },
    }),
};
