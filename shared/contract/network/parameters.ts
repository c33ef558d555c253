/**
 * What the network promises about itself: the parameter record in force, where its hour stands, and every change of the
 * record that was ever announced, each under a signature that anybody can check.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { pausableActions } from '../../domain/parameters/record.ts';
import { amountSchema, timeSchema } from './amounts.ts';
import { imageSignersSchema } from './image-signers.ts';
import { operatorErrors } from './operators.ts';

export const parametersSchema = z.object({
  version: z.number().int(),
  name: z.string(),
  /** Coins here are for trying and have no price. */
  isPlay: z.boolean(),
  /** Ed25519 key that signs offers, base64url. */
  networkKey: z.string(),
  /** Whose Sigstore signatures count for images that the network did not sign itself; empty: nobody's. */
  imageSigners: imageSignersSchema,
  /** Length of a network hour. 3,600,000 on a real network. */
  hourMs: z.number().int().positive(),
  /** Keys of the entry gates that this record drops, such as `verified_hours` and `uptime`. */
  droppedGates: z.array(z.string()),
  /** Play coins granted to a new device; 0 on a real network. */
  grant: amountSchema,
  requiredStakeUnit: amountSchema,
  cooldownHours: z.number().int(),
  appealHours: z.number().int(),
  minutesNeeded: z.number().int(),
  proofsPerHour: z.number().int(),
  proofsNeeded: z.number().int(),
  payoutEveryHours: z.number().int(),
  /** Of an inference, before the fee. */
  inferenceTokenPrice: amountSchema,
  inferenceSampleBps: z.number().int(),
  /** What an emergency has stopped; empty nearly always. */
  pausedActions: z.array(z.enum(pausableActions)),
});
export type NetworkParameters = z.infer<typeof parametersSchema>;

const changeClasses = ['user_affecting', 'technical', 'emergency'] as const;

export const parameterChangeSchema = z.object({
  /** New to the list. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  key: z.string().max(64),
  /** Amounts as decimal text of base units. */
  value: z.unknown(),
  class: z.enum(changeClasses),
  announcedAt: timeSchema,
  /** Start of the first hour in which it holds. */
  effectiveAt: timeSchema,
  /** Start of the first hour in which an emergency no longer holds; null for every other change. */
  expiresAt: timeSchema.nullable(),
  /** The public issue that gives the reason. */
  issue: z.string().max(64),
  /** The proposal that passed; null: no vote was held. */
  vote: z.string().max(64).nullable(),
});

/** `signature`: of `signer` over `perigee-parameter-change-1`, a line feed, and the change as canonical JSON. */
const signedChangeSchema = z.object({
  change: parameterChangeSchema,
  /** An operator's key, or the network's own after a vote. */
  signer: z.string(),
  signature: z.string(),
});

/** Why a change may not be added; the first reason that holds. */
const changeErrors = {
  ISSUE_NOT_FOUND: { status: 404 },
  CHANGE_SIGNATURE_WRONG: { status: 422 },
  CHANGE_ID_TAKEN: { status: 409 },
  /** No such key, or one that never changes. */
  UNKNOWN_KEY: { status: 422 },
  VALUE_NOT_ALLOWED: { status: 422 },
  CLASS_NOT_ALLOWED: { status: 422 },
  ISSUE_MISSING: { status: 422 },
  NOT_HOUR_ALIGNED: { status: 422 },
  ANNOUNCED_LATER: { status: 422 },
  BACKDATED: { status: 422 },
  NOTICE_TOO_SHORT: { status: 422 },
  NOT_AT_ONCE: { status: 422 },
  EXPIRY_NOT_ALLOWED: { status: 422 },
} as const;

export const parametersContract = {
  current: oc
    .route({ method: 'GET', path: '/parameters', tags: ['network'], summary: 'The parameter record in force' })
    .output(
      z.object({
        parameters: parametersSchema,
        serverTime: timeSchema,
        epoch: z.number().int(),
        epochStartsAt: timeSchema,
        epochEndsAt: timeSchema,
        /** Changes that were announced and do not hold yet, the next one first. */
        announced: z.array(parameterChangeSchema),
      }),
    ),
  changes: oc
    .route({
      method: 'GET',
      path: '/parameters/changes',
      tags: ['network'],
      summary: 'Every change that was ever announced, oldest first',
    })
    .input(
      z.object({
        /** How many are known already. */
        after: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
    )
    .output(z.object({ changes: z.array(signedChangeSchema), total: z.number().int().nonnegative() })),
  /** Signed by the operator's key that asks. The same change again changes nothing. */
  announce: oc
    .errors(operatorErrors)
    .route({
      method: 'POST',
      path: '/parameters/changes',
      tags: ['operators'],
      summary: 'Announce a change of the parameter record, or an emergency',
    })
    .input(
      z.object({
        change: parameterChangeSchema.extend({ vote: z.null() }),
        /** Over the change as `changes` has it, base64url. */
        signature: z.string().max(128),
      }),
    )
    .output(signedChangeSchema)
    .errors(changeErrors),
};
