/**
 * Intents: the only way in which an account's coins move by its own will. An owner asks, the network answers with the
 * clear text of what it would mean, and the account's wallet signs that text, which carries it out once.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { intentActions } from '../../domain/intents/facts.ts';
import { pausableActions } from '../../domain/parameters/record.ts';
import { offences } from '../offences.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, positiveAmountSchema, timeSchema } from './amounts.ts';
import { supportErrors } from './offers.ts';

export const intentFactsSchema = z.object({
  intentId: z.string(),
  action: z.enum(intentActions),
  network: z.string(),
  networkKey: z.string(),
  accountId: z.string(),
  deviceId: z.string(),
  amount: amountSchema,
  risks: z.array(
    z.object({ cause: z.enum([...offences, 'wrong_address']), bps: z.number().int(), loss: amountSchema }),
  ),
  destination: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('stake') }),
    z.object({ kind: z.literal('cooling') }),
    z.object({ kind: z.literal('wallet') }),
    z.object({ kind: z.literal('address'), address: z.string() }),
  ]),
  ownAfter: amountSchema,
  deviceAfter: amountSchema,
  required: amountSchema,
  freeAt: timeSchema.nullable(),
  fee: amountSchema,
  endsEarning: z.boolean(),
  shareBps: z.number().int().nullable(),
  expiresAt: timeSchema,
});
export type WireIntentFacts = z.infer<typeof intentFactsSchema>;

export const intentResultSchema = z.object({
  intentId: z.string(),
  doneAt: timeSchema,
  amount: amountSchema,
  /** The account's own stake on the device, and all that counts there. */
  own: amountSchema,
  staked: amountSchema,
  /** Free coins of the account. */
  wallet: amountSchema,
  /** When the coins that began to cool are free; null: none did. */
  freeAt: timeSchema.nullable(),
});
export type IntentResult = z.infer<typeof intentResultSchema>;

/** Why the rules do not allow a move, before it is signed and again when it is. */
export const intentRefusals = {
  STAKE_IN_USE: { status: 409 },
  /** The device's key was taken out of use. */
  DEVICE_OUT_OF_USE: { status: 409 },
  NOTHING_TO_CLAIM: { status: 409 },
  NO_PAYOUT_ADDRESS: { status: 409 },
  /** Below compliance level 2 only so much leaves the network in 720 hours. */
  WITHDRAWAL_LIMIT: { status: 409, data: z.object({ available: amountSchema }) },
  /** Payouts and claims wait while a change of the wallet does. */
  WALLET_CHANGE_PENDING: { status: 409, data: z.object({ until: timeSchema }) },
  ...supportErrors,
  /** By an emergency of the network. */
  ACTION_PAUSED: { status: 409, data: z.object({ action: z.enum(pausableActions), until: timeSchema }) },
} as const;
export type IntentRefusalCode = keyof typeof intentRefusals;

const owner = oc.errors(accountErrors);

export const intentsContract = {
  prepare: owner
    .route({ method: 'POST', path: '/intents', tags: ['intents'], summary: 'Ask what a move of coins would mean' })
    .input(
      z
        .object({
          action: z.enum(intentActions),
          deviceId: z.string().max(64),
          /** null: all that can be claimed, or that a supporter leaves with. */
          amount: positiveAmountSchema.nullable(),
          /** Of a claim. `payout`: to the account's address outside. */
          to: z.enum(['wallet', 'payout']).default('wallet'),
        })
        .refine(({ action, amount }) => amount !== null || action === 'claim' || action === 'leave', {
          error: 'AMOUNT_MISSING',
        })
        .refine(({ action, amount }) => amount === null || action !== 'leave', { error: 'LEAVING_IS_WHOLE' }),
    )
    .output(
      z.object({
        intentId: z.string(),
        /** What the wallet signs, to the last byte. */
        text: z.string(),
        expiresAt: timeSchema,
        facts: intentFactsSchema,
      }),
    )
    .errors({ DEVICE_NOT_FOUND: { status: 404 }, ...intentRefusals }),
  sign: owner
    .route({
      method: 'POST',
      path: '/intents/{intentId}/signature',
      tags: ['intents'],
      summary: 'Carry out an intent once, by the wallet’s signature over its text',
    })
    .input(
      z.object({
        intentId: z.string().max(64),
        /** Ed25519 over the text, base64url. */
        signature: z.string().max(128),
      }),
    )
    .output(intentResultSchema)
    .errors({
      INTENT_NOT_FOUND: { status: 404 },
      INTENT_EXPIRED: { status: 410 },
      /** It would mean something else by now. */
      INTENT_OUTDATED: { status: 409 },
      /** The account has named no wallet. */
      NO_WALLET: { status: 409 },
      WALLET_SIGNATURE_WRONG: { status: 422 },
      ...intentRefusals,
    }),
};
