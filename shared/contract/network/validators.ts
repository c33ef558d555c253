/**
 * Validators: who they are, how an account becomes one and leaves, and what waits for one. What they judge is asked of the
 * court, and what they sign is handed to the releases.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { seatRefusals } from '../../domain/committees/seats.ts';
import { accountErrors, publicKeySchema } from './accounts.ts';
import { amountSchema, positiveAmountSchema, timeSchema } from './amounts.ts';
import { blockIdSchema } from './releases.ts';

const id = z.string().min(1).max(64);
const count = z.number().int().nonnegative();

/** `KEY_REMOVED`: the key that it was registered with no longer owns its account. */
const unseatedReasons = [...seatRefusals, 'LEFT', 'KEY_REMOVED'] as const;

const validatorSchema = z.object({
  validatorId: id,
  /** By which it signs releases. */
  publicKey: publicKeySchema,
  registeredAt: timeSchema,
  /** It may be drawn for committees, and releases that are made now name its key. */
  isSeated: z.boolean(),
});

export const validatorStandingSchema = validatorSchema.extend({
  /** null: it has its seat. */
  unseatedFor: z.enum(unseatedReasons).nullable(),
  bannedUntil: timeSchema.nullable(),
  stake: amountSchema,
  stakeNeeded: amountSchema,
  cooling: z.array(z.object({ id: z.string(), amount: amountSchema, askedAt: timeSchema, freeAt: timeSchema })),
  /** Findings and releases signed in time; what is wrong is never paid. */
  work: z.object({ correct: count, wrong: count, unpaid: count }),
});
export type ValidatorStanding = z.infer<typeof validatorStandingSchema>;

const member = oc.errors(accountErrors);
const notAValidator = { NOT_A_VALIDATOR: { status: 404 } } as const;
const walletErrors = {
  /** The account has named no wallet. */
  NO_WALLET: { status: 409 },
  WALLET_SIGNATURE_WRONG: { status: 422 },
} as const;

/** Names the move: the same one again moves nothing more. */
const moveId = z.uuid();
/**
 * Ed25519 by the account's wallet over `perigee-validator-1`, the network's key, the account's id, `stake` or `leave`, the
 * amount (`all` of a leave) and the move's id, each on a line of its own; base64url.
 */
const walletSignature = z.string().max(128);

export const validatorsContract = {
  list: oc
    .route({ method: 'GET', path: '/validators', tags: ['validators'], summary: 'All validators that have not left' })
    .output(z.object({ validators: z.array(validatorSchema) })),
  /** Registers the account with the key and from the address that asks, or adds to what is there. */
  stake: member
    .route({ method: 'POST', path: '/validators', tags: ['validators'], summary: 'Lock coins, and be a validator' })
    .input(z.object({ amount: positiveAmountSchema, moveId, signature: walletSignature }))
    .output(validatorStandingSchema)
    .errors({
      ...walletErrors,
      COMPLIANCE_TOO_LOW: { status: 403 },
      /** No device of the account is Gold. */
      TIER_TOO_LOW: { status: 403 },
      STAKE_TOO_LOW: { status: 409, data: z.object({ needed: amountSchema }) },
      ADDRESS_UNREADABLE: { status: 409 },
      /** Another validator speaks from the same network of addresses. */
      NETWORK_TAKEN: { status: 409 },
      NOT_ENOUGH_COINS: { status: 409, data: z.object({ needed: amountSchema, available: amountSchema }) },
    }),
  leave: member
    .route({
      method: 'POST',
      path: '/validators/me/leave',
      tags: ['validators'],
      summary: 'Give the seat up; all that is at stake begins to cool',
    })
    .input(z.object({ moveId, signature: walletSignature }))
    .output(validatorStandingSchema)
    .errors({
      ...walletErrors,
      ...notAValidator,
      /** It sits on a committee that has not decided. */
      STAKE_IN_USE: { status: 409 },
    }),
  me: member
    .route({ method: 'GET', path: '/validators/me', tags: ['validators'], summary: 'This account as a validator' })
    .output(validatorStandingSchema)
    .errors(notAValidator),
  /** The address that asks is the one by which its network is judged from now on. */
  here: member
    .route({
      method: 'POST',
      path: '/validators/me/here',
      tags: ['validators'],
      summary: 'Say that this validator is here, and hear what it has not signed yet',
    })
    .output(
      z.object({
        standing: validatorStandingSchema,
        /** Releases of the last 24 hours that name its key, the oldest first, at most 100. */
        releasesToSign: z.array(blockIdSchema),
      }),
    )
    .errors(notAValidator),
};
