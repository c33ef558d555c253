/**
 * The Astronaut Program: an account's own points and deeds, and the public list by level, in which an account is only
 * under the tag that it chose.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { accountErrors } from './accounts.ts';
import { timeSchema } from './amounts.ts';
import { operatorErrors } from './operators.ts';

const levelSchema = z.enum(['cadet', 'pilot', 'commander', 'flight_director']);
const tagSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{2,23}$/);
const severity = z.enum(['minor', 'major', 'critical']);

/** As the rules of points have them. */
const deedKinds = [
  'bug',
  'upheld_report',
  'merged_document',
  'accepted_answer',
  'uptime',
  'vote',
  'referral',
  'frivolous_report',
] as const;

const standingSchema = z.object({
  points: z.number().int().nonnegative(),
  level: levelSchema,
  /** Points that the next level asks; null at the highest. */
  nextFrom: z.number().int().nullable(),
  /** null: it is not in the public list. */
  tag: tagSchema.nullable(),
  /** Given to others, who name it when they open an account. */
  referralCode: z.string(),
  /** The newest hundred, the newest first. */
  deeds: z.array(z.object({ id: z.string(), kind: z.enum(deedKinds), at: timeSchema })),
});

const member = oc.errors(accountErrors);

export const astronautContract = {
  standing: member
    .route({
      method: 'GET',
      path: '/astronaut',
      tags: ['community'],
      summary: 'Points, level and deeds of this account',
    })
    .output(standingSchema),
  board: oc
    .route({ method: 'GET', path: '/astronaut/board', tags: ['community'], summary: 'Who is at which level' })
    .output(
      z.object({
        /** Accounts at each level, those without a tag too. */
        counts: z.record(levelSchema, z.number().int().nonnegative()),
        /** Those with a tag, the highest level first, by tag within one. */
        astronauts: z.array(z.object({ tag: tagSchema, level: levelSchema })),
      }),
    ),
  setTag: member
    .route({ method: 'POST', path: '/astronaut/tag', tags: ['community'], summary: 'Choose a public tag, or none' })
    .input(z.object({ tag: tagSchema.nullable() }))
    .output(standingSchema)
    .errors({ TAG_TAKEN: { status: 409 } }),
  /** What no other record tells. The same id again credits nothing more. */
  credit: oc
    .errors(operatorErrors)
    .route({ method: 'POST', path: '/operators/deeds', tags: ['operators'], summary: 'Credit a deed to an account' })
    .input(
      z.object({
        id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
        accountId: z.string().max(64),
        deed: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('bug'), severity }),
          z.object({ kind: z.literal('merged_document') }),
          z.object({ kind: z.literal('accepted_answer') }),
        ]),
      }),
    )
    .output(z.object({ points: z.number().int().nonnegative(), level: levelSchema }))
    .errors({ ACCOUNT_NOT_FOUND: { status: 404 }, DEED_ID_TAKEN: { status: 409 } }),
};
