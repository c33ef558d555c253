/**
 * Accounts: who owns devices and coins, which keys may speak for them and as what, and the tokens by which a fleet's
 * devices come in. A device's own key never speaks for its account.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { roles } from '../../domain/accounts/role.ts';
import { amountSchema, timeSchema } from './amounts.ts';
import { deviceSchema } from './devices.ts';

/** Raw Ed25519 public key, base64url. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const nameSchema = z.string().min(1).max(64);

export const memberSchema = z.object({
  publicKey: publicKeySchema,
  name: nameSchema,
  role: z.enum(roles),
  addedAt: timeSchema,
});

/** A change of the account’s wallet that waits to be made. */
export const walletChangeSchema = z.object({
  id: z.string(),
  kind: z.enum(['wallet_key', 'payout_address']),
  value: z.string(),
  askedAt: timeSchema,
  /** Key of the owner who asked. */
  askedBy: publicKeySchema,
  effectiveAt: timeSchema,
  /** The wallet of before agreed; false is what a thief of an owner's key would look like, or a lost wallet. */
  isSigned: z.boolean(),
});

export const accountSchema = z.object({
  id: z.string(),
  name: nameSchema,
  openedAt: timeSchema,
  /** Of the key that asks. */
  role: z.enum(roles),
  /** 0..4; see the rules of tiers. */
  complianceLevel: z.number().int().min(0).max(4),
  /** Free coins. */
  wallet: amountSchema,
  members: z.array(memberSchema),
  /** Changes of the wallet that wait; `/wallet` has the rest, for owners. */
  walletChanges: z.array(walletChangeSchema),
  deviceCount: z.number().int().nonnegative(),
});
export type NetworkAccount = z.infer<typeof accountSchema>;

export const enrolmentSchema = z.object({
  id: z.string(),
  usesLeft: z.number().int().nonnegative(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
});

export const accountErrors = {
  /** The key that asks speaks for no account. */
  NO_ACCOUNT: { status: 403 },
  /** `needs` is the least role that may do this. */
  ROLE_TOO_LOW: { status: 403, data: z.object({ needs: z.enum(roles) }) },
} as const;

const member = oc.errors(accountErrors);

export const accountsContract = {
  /** Idempotent per key: the same key gets the same account, as its owner. */
  open: oc
    .route({ method: 'POST', path: '/accounts', tags: ['accounts'], summary: 'Open an account for this key' })
    .input(
      z.object({
        name: nameSchema,
        /** Code of whoever brought a new account here; null: nobody did. */
        referral: z.string().max(64).nullable().default(null),
      }),
    )
    .output(accountSchema)
    .errors({ KEY_IS_DEVICES: { status: 409 }, KEY_REVOKED: { status: 403 }, REFERRAL_UNKNOWN: { status: 404 } }),
  /**
   * Names the first owner of the account that a device made for itself. Signed by the device's key; `ownerSignature` is
   * the owner key's over `perigee-owner-1\n<accountId>\n<ownerKey>`, so that nobody is made an owner unasked.
   */
  adopt: oc
    .route({
      method: 'POST',
      path: '/accounts/adopt',
      tags: ['accounts'],
      summary: 'Name the first owner of this device’s account',
    })
    .input(z.object({ ownerKey: publicKeySchema, name: nameSchema, ownerSignature: z.string().max(128) }))
    .output(accountSchema)
    .errors({
      ACCOUNT_OWNED: { status: 409 },
      OWNER_SIGNATURE_WRONG: { status: 422 },
      KEY_TAKEN: { status: 409 },
      KEY_IS_DEVICES: { status: 409 },
    }),
  me: member
    .route({ method: 'GET', path: '/accounts/me', tags: ['accounts'], summary: 'The account of this key' })
    .output(accountSchema),
  devices: member
    .route({ method: 'GET', path: '/accounts/me/devices', tags: ['accounts'], summary: 'Its devices, oldest first' })
    .output(z.array(deviceSchema)),
  revokeDevice: member
    .route({
      method: 'POST',
      path: '/accounts/me/devices/{deviceId}/revoke',
      tags: ['accounts'],
      summary: 'Take a device’s key out of use for good',
    })
    .input(z.object({ deviceId: z.string().max(64) }))
    .output(z.object({ revokedAt: timeSchema }))
    .errors({ DEVICE_NOT_FOUND: { status: 404 } }),
  addMember: member
    .route({
      method: 'POST',
      path: '/accounts/me/members',
      tags: ['accounts'],
      summary: 'Let a key in, or change its role',
    })
    .input(z.object({ publicKey: publicKeySchema, name: nameSchema, role: z.enum(roles) }))
    .output(accountSchema)
    .errors({ KEY_TAKEN: { status: 409 }, KEY_IS_DEVICES: { status: 409 }, LAST_OWNER: { status: 409 } }),
  removeMember: member
    .route({
      method: 'POST',
      path: '/accounts/me/members/{publicKey}/remove',
      tags: ['accounts'],
      summary: 'Take a key out',
    })
    .input(z.object({ publicKey: publicKeySchema }))
    .output(accountSchema)
    .errors({ MEMBER_NOT_FOUND: { status: 404 }, LAST_OWNER: { status: 409 } }),
  /** The token is told once and kept as its hash only. */
  createEnrolment: member
    .route({
      method: 'POST',
      path: '/accounts/me/enrolments',
      tags: ['accounts'],
      summary: 'Make a token by which devices come into this account',
    })
    .input(
      z.object({
        uses: z.number().int().min(1).max(10_000),
        /** From now on, in network hours. */
        validHours: z.number().int().min(1).max(720),
      }),
    )
    .output(enrolmentSchema.extend({ token: z.string() })),
  enrolments: member
    .route({ method: 'GET', path: '/accounts/me/enrolments', tags: ['accounts'], summary: 'Tokens that still work' })
    .output(z.array(enrolmentSchema)),
  revokeEnrolment: member
    .route({
      method: 'POST',
      path: '/accounts/me/enrolments/{enrolmentId}/revoke',
      tags: ['accounts'],
      summary: 'Make a token useless',
    })
    .input(z.object({ enrolmentId: z.string().max(64) }))
    .output(z.array(enrolmentSchema)),
};
