/**
 * Webhooks: an owner's own server hears of a device that went down, a slash that was proposed, and a payout that was sent.
 * How a message is signed and what a receiver must do is in docs/webhooks.md.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { accountErrors } from './accounts.ts';
import { timeSchema } from './amounts.ts';

export const webhookKinds = ['device_down', 'slash_proposed', 'payout_sent'] as const;
export type WebhookKind = (typeof webhookKinds)[number];

/** Of one account. */
export const mostWebhooks = 10;
/** Of the whole message. */
export const mostWebhookBytes = 16_384;

export const webhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  kinds: z.array(z.enum(webhookKinds)),
  createdAt: timeSchema,
  /** Since when no message was taken; null: the last one was, or there was none. */
  failingSince: timeSchema.nullable(),
  /** It failed for too long, and nothing is sent to it any more; null: it is in use. */
  disabledAt: timeSchema.nullable(),
  deliveredAt: timeSchema.nullable(),
  /** Messages that wait for it. */
  waiting: z.number().int().nonnegative(),
});
export type NetworkWebhook = z.infer<typeof webhookSchema>;

const member = oc.errors(accountErrors);

export const webhooksContract = {
  add: member
    .route({ method: 'POST', path: '/webhooks', tags: ['webhooks'], summary: 'Have a server of one’s own told' })
    .input(
      z.object({
        url: z.string().max(2_048),
        kinds: z.array(z.enum(webhookKinds)).min(1).max(webhookKinds.length),
      }),
    )
    .output(webhookSchema)
    .errors({
      /** `scheme`: not https; `address`: it leads into a private network, or nowhere; `form`: no address, or one with a name and secret. */
      WEBHOOK_REFUSED: { status: 422, data: z.object({ reason: z.enum(['form', 'scheme', 'address']) }) },
      TOO_MANY_WEBHOOKS: { status: 409, data: z.object({ most: z.number().int() }) },
    }),
  list: member
    .route({ method: 'GET', path: '/webhooks', tags: ['webhooks'], summary: 'The account’s webhooks, oldest first' })
    .output(z.array(webhookSchema)),
  /** What waits for it is dropped. */
  remove: member
    .route({ method: 'DELETE', path: '/webhooks/{webhookId}', tags: ['webhooks'], summary: 'Take a webhook out' })
    .input(z.object({ webhookId: z.string().max(64) }))
    .output(z.array(webhookSchema))
    .errors({ WEBHOOK_NOT_FOUND: { status: 404 } }),
};
