/**
 * What an account has across devices, its own and those it supports: where it has coins at stake, and every transfer that
 * moved any of its coins.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { transferKinds } from '../../domain/ledger/posting.ts';
import { offences } from '../offences.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, timeSchema } from './amounts.ts';

/** What one account has on one device. */
export const positionSchema = z.object({
  deviceId: z.string(),
  role: z.enum(['owner', 'supporter']),
  class: z.string(),
  count: z.number().int(),
  /** The account's own coins that count. */
  staked: amountSchema,
  /** End of a supporter's notice: until then the stake counts, unpaid. */
  leavesAt: timeSchema.nullable(),
  cooling: z.array(z.object({ id: z.string(), amount: amountSchema, askedAt: timeSchema, freeAt: timeSchema })),
  /** Owner and supporters together. */
  deviceStaked: amountSchema,
  required: amountSchema,
  capacity: amountSchema,
  /** What is above the capacity since the device's class became lighter. It may be asked back, and waits like all. */
  overflow: amountSchema,
  /** The offer in force; null where the owner never made one. */
  offer: z.object({ shareBps: z.number().int(), isOpen: z.boolean() }).nullable(),
  isCompounding: z.boolean(),
  /** By this account on this device, ever, past correction. */
  earned: amountSchema,
  /** Of it, what is neither paid out nor staked again yet. */
  claimable: amountSchema,
  /** What each offence would cost this account now, rounded up. */
  risks: z.array(z.object({ offence: z.enum(offences), bps: z.number().int(), loss: amountSchema })),
});
export type AccountPosition = z.infer<typeof positionSchema>;

/** Where the coins of a line are after it. `spent`: they left the account. */
export const lineStates = [
  'estimate',
  'confirmed',
  'free',
  'staked',
  'cooling',
  'escrow',
  'returned',
  'executed',
  'spent',
] as const;

/** One transfer as it touched the account: flat, so that lines make a table. The five changes add up to what it has. */
export const statementLineSchema = z.object({
  id: z.string(),
  at: timeSchema,
  kind: z.enum(transferKinds),
  deviceId: z.string().nullable(),
  /** Network hour that it belongs to. */
  epoch: z.number().int().nullable(),
  /** Epoch, job, cooling entry or slash. */
  reference: z.string(),
  /** What the account gained or, below zero, lost; where nothing did, what moved from one place to another. */
  amount: amountSchema,
  /** A slash's is what became of it by now. */
  state: z.enum(lineStates),
  wallet: amountSchema,
  estimate: amountSchema,
  confirmed: amountSchema,
  stake: amountSchema,
  cooling: amountSchema,
});

export const accountStatementSchema = z.object({
  /** Newest first. */
  lines: z.array(statementLineSchema),
  /** `before` of the page after; null: this is the last. */
  next: z.string().nullable(),
  /** Of the whole account, whatever the page. */
  totals: z.object({
    /** What it has now. */
    wallet: amountSchema,
    estimate: amountSchema,
    confirmed: amountSchema,
    stake: amountSchema,
    cooling: amountSchema,
    /** Rewards and jobs, ever. */
    earned: amountSchema,
    paidOut: amountSchema,
    compounded: amountSchema,
    /** Taken by slashes and not given back. */
    slashed: amountSchema,
  }),
});

const member = oc.errors(accountErrors);

export const holdingsContract = {
  positions: member
    .route({
      method: 'GET',
      path: '/accounts/me/positions',
      tags: ['accounts'],
      summary: 'Every device where this account has coins at stake or cooling',
    })
    .input(
      z.object({
        /** `next` of the page before. */
        after: z.string().max(64).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
    )
    .output(z.object({ positions: z.array(positionSchema), next: z.string().nullable() })),
  statement: member
    .route({
      method: 'GET',
      path: '/accounts/me/statement',
      tags: ['accounts'],
      summary: 'Every transfer that touched this account’s coins, page by page',
    })
    .input(
      z.object({
        /** Id of a line: the page has older ones only. */
        before: z
          .string()
          .regex(/^\d{1,15}$/)
          .optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(accountStatementSchema),
};
