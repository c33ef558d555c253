/**
 * An account's wallet: the key that signs every move of its coins, and the address outside to which they may leave. The
 * first of each is taken at once. A change waits, everybody in the account is told, and any owner can cancel it.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { addressRefusal } from '../../domain/wallets/payout-address.ts';
import { accountErrors, publicKeySchema, walletChangeSchema } from './accounts.ts';
import { timeSchema } from './amounts.ts';

/** Text that the payout rail understands, 8 to 128 characters; never the words of a wallet. */
const payoutAddressSchema = z
  .string()
  .max(1_024)
  .refine((text) => addressRefusal(text) !== 'seed_phrase', { error: 'SEED_PHRASE' })
  .refine((text) => addressRefusal(text) === null, { error: 'ADDRESS_SHAPE' });

/** Ed25519, base64url. */
const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/);

export const walletSchema = z.object({
  /** null: none yet, and nothing can move. */
  walletKey: publicKeySchema.nullable(),
  payoutAddress: z.string().nullable(),
  /** What the next change's number is, for the text that is signed. */
  nextChange: z.number().int().positive(),
  /** Changes that wait; payouts and claims wait with them. */
  waiting: z.array(walletChangeSchema),
});

/** Over the text of `walletChangeMessage`; null: the wallet is lost, or there is none. */
const walletSignature = signatureSchema.nullable().default(null);

const owner = oc.errors(accountErrors);

export const walletContract = {
  current: owner
    .route({ method: 'GET', path: '/wallet', tags: ['wallet'], summary: 'The wallet of this account' })
    .output(walletSchema),
  change: owner
    .route({
      method: 'POST',
      path: '/wallet',
      tags: ['wallet'],
      summary: 'Name the wallet’s key or the payout address',
    })
    .input(
      z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('wallet_key'),
          value: publicKeySchema,
          /** The new key’s over the same text: a key that cannot sign would lock the account’s coins. */
          ownSignature: signatureSchema,
          walletSignature,
        }),
        z.object({ kind: z.literal('payout_address'), value: payoutAddressSchema, walletSignature }),
      ]),
    )
    .output(walletSchema)
    .errors({
      /** `whose`: of the wallet that is there, or of the new key. */
      WALLET_SIGNATURE_WRONG: { status: 422, data: z.object({ whose: z.enum(['wallet', 'new_key']) }) },
      /** One change of a kind at a time. */
      WALLET_CHANGE_PENDING: { status: 409, data: z.object({ until: timeSchema }) },
      /** A device’s or a member’s key may not move coins as well. */
      KEY_IS_DEVICES: { status: 409 },
      KEY_TAKEN: { status: 409 },
    }),
  /**
   * By any owner; or by whoever brings the signature of the wallet that is there, over the text of `walletCancelMessage`,
   * if that wallet did not agree to the change: a thief who put the owners out cannot put the wallet out with them.
   */
  cancel: owner
    .route({
      method: 'POST',
      path: '/wallet/changes/{changeId}/cancel',
      tags: ['wallet'],
      summary: 'Cancel a change that waits',
    })
    .input(z.object({ changeId: z.string().max(64), walletSignature }))
    .output(z.object({ cancelledAt: timeSchema }))
    .errors({ CHANGE_NOT_FOUND: { status: 404 } }),
};
