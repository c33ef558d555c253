/** What an account is told, so that every member hears of it: newest first, kept, and read once by anybody of them. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { accountErrors } from './accounts.ts';
import { timeSchema } from './amounts.ts';

export const noticeKinds = [
  /** The first key or address of the wallet was taken. Facts: kind, value, askedBy. */
  'wallet_set',
  /** A change of it waits. Facts: kind, value, askedBy, effectiveAt, isSigned. */
  'wallet_change_asked',
  /** Facts: kind, value, cancelledBy. */
  'wallet_change_cancelled',
  /** It waited, nobody cancelled it, and it holds now. Facts: kind, value. */
  'wallet_change_made',
] as const;

export const noticeSchema = z.object({
  id: z.string(),
  kind: z.enum(noticeKinds),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  at: timeSchema,
  /** When the first owner said that it was read; null: nobody did. */
  readAt: timeSchema.nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;

const member = oc.errors(accountErrors);

export const noticesContract = {
  list: member
    .route({ method: 'GET', path: '/accounts/me/notices', tags: ['accounts'], summary: 'What the account was told' })
    .output(z.array(noticeSchema)),
  read: member
    .route({
      method: 'POST',
      path: '/accounts/me/notices/{noticeId}/read',
      tags: ['accounts'],
      summary: 'Say that a notice was read',
    })
    .input(z.object({ noticeId: z.string().regex(/^\d{1,15}$/) }))
    .output(z.array(noticeSchema))
    .errors({ NOTICE_NOT_FOUND: { status: 404 } }),
};
