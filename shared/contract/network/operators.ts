/**
 * What a network's operators may ask about their own work: who they are, and the log of every call that one of them made.
 * An operator is a key of the network's, never an account's or a device's role.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { timeSchema } from './amounts.ts';

/** Errors of every call that only an operator may make. */
export const operatorErrors = {
  /** The key that asks is no operator's, or no longer. */
  NOT_OPERATOR: { status: 403 },
} as const;

export const auditEntrySchema = z.object({
  /** From 1, without gaps. */
  seq: z.number().int().positive(),
  at: timeSchema,
  operatorKey: z.string(),
  /** Procedure of this contract, such as `operators.audit`. */
  call: z.string(),
  /** Canonical JSON of what was asked; null when nothing was, or nothing that the contract knows. */
  input: z.string().nullable(),
  /** null: the call began. Otherwise the code with which the call of entry `of` was refused. */
  refusal: z.object({ of: z.number().int().positive(), code: z.string() }).nullable(),
  /** Hash of the entry before; 64 zeros for the first. */
  previous: z.string().length(64),
  /** SHA-256 of `perigee-audit-1`, a line feed, and the canonical JSON of everything above; hex. */
  hash: z.string().length(64),
});

const operator = oc.errors(operatorErrors);

export const operatorsContract = {
  audit: operator
    .route({
      method: 'GET',
      path: '/operators/audit',
      tags: ['operators'],
      summary: 'What operators asked for, oldest first; this call is in it',
    })
    .input(
      z.object({
        /** The last entry that is known already. */
        after: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ entries: z.array(auditEntrySchema) })),
};
