/** What operators look after on a network beside its cases: who they are, closed hours, and slashes that wait. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { offences } from '../offences.ts';
import { publicKeySchema } from './accounts.ts';
import { amountSchema, timeSchema } from './amounts.ts';
import { operatorErrors } from './operators.ts';

const operator = oc.errors(operatorErrors);

/** `escrow`: it waits for an appeal or for the end of its time. */
export const operatedSlashSchema = z.object({
  id: z.string(),
  /** Or the validator's id, for an offence of a validator. */
  deviceId: z.string(),
  offence: z.enum(offences),
  at: timeSchema,
  appealUntil: timeSchema,
  state: z.enum(['escrow', 'returned', 'executed']),
  amount: amountSchema,
});

const operatorsSchema = z.object({
  /** Oldest first. */
  operators: z.array(z.object({ publicKey: publicKeySchema, addedAt: timeSchema })),
});

export const operationsContract = {
  operators: operator
    .route({ method: 'GET', path: '/operators', tags: ['operators'], summary: 'The keys of all operators' })
    .output(operatorsSchema),
  appoint: operator
    .route({ method: 'POST', path: '/operators', tags: ['operators'], summary: 'Let another key in' })
    .input(z.object({ publicKey: publicKeySchema }))
    .output(operatorsSchema),
  dismiss: operator
    .route({
      method: 'POST',
      path: '/operators/{publicKey}/dismiss',
      tags: ['operators'],
      summary: 'Take a key out; the last one stays',
    })
    .input(z.object({ publicKey: publicKeySchema }))
    .output(operatorsSchema)
    .errors({ OPERATOR_NOT_FOUND: { status: 404 }, LAST_OPERATOR: { status: 409 } }),
  /** Changes nothing: a difference is for people to look at. */
  recompute: operator
    .route({
      method: 'POST',
      path: '/operators/epochs/{epoch}/recompute',
      tags: ['operators'],
      summary: 'Work a closed hour out again and compare',
    })
    .input(z.object({ epoch: z.coerce.number().int().nonnegative() }))
    .output(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('same'), devices: z.number().int() }),
        z.object({ kind: z.literal('different'), where: z.array(z.string()) }),
        z.object({ kind: z.literal('not_kept') }),
      ]),
    ),
  slashes: operator
    .route({
      method: 'GET',
      path: '/operators/slashes',
      tags: ['operators'],
      summary: 'Slashes in escrow, oldest first',
    })
    .output(z.object({ slashes: z.array(operatedSlashSchema) })),
};
