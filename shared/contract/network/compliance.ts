/**
 * An owner's checks: what is on file, what the next level asks for, when the level falls, and how a check is begun or
 * renewed. What a person told about themselves goes in by here and never comes out by here again.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { complianceChecks } from '../../domain/compliance/check-case.ts';
import { rejectionReasons, reviewedChecks } from '../../domain/compliance/review.ts';
import { accountErrors, publicKeySchema } from './accounts.ts';
import { timeSchema } from './amounts.ts';

export const levelSchema = z.number().int().min(0).max(4);

export const documentKinds = [
  'passport',
  'identity_card',
  'residence_permit',
  'proof_of_address',
  'company_register',
  'audit_report',
] as const;

/** Personal data: kept apart from everything else, and shown to reviewers only. */
export const personSchema = z.object({
  /** As it stands in the document. */
  legalName: z.string().min(1).max(200),
  /** ISO 3166-1, two capital letters. */
  country: z.string().regex(/^[A-Z]{2}$/),
  /** Where the reviewer finds each document; never the document itself. */
  documents: z.array(z.object({ kind: z.enum(documentKinds), reference: z.string().min(1).max(200) })).max(8),
});
export type Person = z.infer<typeof personSchema>;

/** Ed25519, base64url. */
const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/);

export const checkSchema = z.object({
  check: z.enum(complianceChecks),
  state: z.enum(['none', 'submitted', 'approved', 'rejected', 'expired']),
  /** When it came into that state, but for `expired`: when it was approved. null: none. */
  at: timeSchema.nullable(),
  /** The last moment of what it is good for, also while it is renewed. null: it is good for nothing, or for good. */
  heldUntil: timeSchema.nullable(),
  rejectedFor: z.enum(rejectionReasons).nullable(),
  /** Where the owner goes on with it; null: nowhere, or not yet known. */
  handOffUrl: z.string().nullable(),
});

export const complianceSchema = z.object({
  level: levelSchema,
  /** When the level falls if nothing is renewed; null: it does not. */
  fallsAt: timeSchema.nullable(),
  checks: z.array(checkSchema),
  /** What the next level asks for beside what holds; any one of the ways is enough. null: there is no higher level. */
  next: z.object({ level: levelSchema, ways: z.array(z.array(z.enum(complianceChecks))) }).nullable(),
  /** Newest first; at most 100. `falls_soon`: 720 network hours before a fall, or as soon as less than that was left. */
  turns: z.array(
    z.object({
      at: timeSchema,
      kind: z.enum(['level', 'falls_soon']),
      level: levelSchema,
      fallsAt: timeSchema.nullable(),
    }),
  ),
});
export type Compliance = z.infer<typeof complianceSchema>;

const owner = oc.errors(accountErrors);

/** It waits to be decided, or holds for good. */
const notNext = { NOT_NEXT: { status: 409 } } as const;

export const complianceContract = {
  current: owner
    .route({ method: 'GET', path: '/compliance', tags: ['compliance'], summary: 'The checks of this account' })
    .output(complianceSchema),
  terms: owner
    .route({ method: 'GET', path: '/compliance/terms', tags: ['compliance'], summary: 'The terms to be signed' })
    .output(z.object({ version: z.number().int().positive(), text: z.string(), sha256: z.string().length(64) })),
  /** `signature` is the wallet key's over `perigee-wallet-proof-1\n<accountId>\n<wallet>`. */
  proveWallet: owner
    .route({
      method: 'POST',
      path: '/compliance/wallet_proof',
      tags: ['compliance'],
      summary: 'Show that a wallet is this account’s',
    })
    .input(z.object({ wallet: publicKeySchema, signature: signatureSchema }))
    .output(complianceSchema)
    .errors({ ...notNext, SIGNATURE_WRONG: { status: 422 } }),
  /** `signature` is the asking key's over `perigee-terms-1\n<accountId>\n<version>\n<sha256 of the text>`. */
  signTerms: owner
    .route({
      method: 'POST',
      path: '/compliance/signed_terms',
      tags: ['compliance'],
      summary: 'Sign the terms',
    })
    .input(z.object({ version: z.number().int().positive(), signature: signatureSchema }))
    .output(complianceSchema)
    .errors({
      ...notNext,
      SIGNATURE_WRONG: { status: 422 },
      /** `version` is the one to be signed. */
      TERMS_OUTDATED: { status: 409, data: z.object({ version: z.number().int() }) },
    }),
  /** Begins a check that somebody looks at, or renews one before it ends. */
  begin: owner
    .route({
      method: 'POST',
      path: '/compliance/{check}',
      tags: ['compliance'],
      summary: 'Begin or renew a check',
    })
    .input(
      z.object({
        check: z.enum(reviewedChecks),
        /** Left out where the provider asks the owner itself. */
        person: personSchema.optional(),
      }),
    )
    .output(complianceSchema)
    .errors({
      ...notNext,
      PERSON_MISSING: { status: 422 },
      /** The provider asks the owner itself, so that this network has nothing to keep. */
      PERSON_ASKED_ELSEWHERE: { status: 422 },
    }),
  /** Cases that wait end as rejected. Levels that were reached stay, for as long as their checks hold. */
  eraseData: owner
    .route({
      method: 'POST',
      path: '/compliance/data/erase',
      tags: ['compliance'],
      summary: 'Have the personal data erased, here and at the provider',
    })
    .output(complianceSchema),
};
