/** Events that a device reports from its outbox: at least once, deduplicated here by their id. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { timeSchema } from './amounts.ts';

const jobId = z.string().min(1).max(64);

export const deviceEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job_accepted'), jobId }),
  z.object({ kind: z.literal('job_running'), jobId }),
  z.object({
    kind: z.literal('job_ended'),
    jobId,
    outcome: z.enum(['done', 'failed', 'interrupted', 'refused', 'stopped_by_owner']),
    exitCode: z.number().int().nullable(),
    ranMs: z.number().int().nonnegative(),
  }),
  z.object({ kind: z.literal('owner_paused') }),
  z.object({ kind: z.literal('owner_resumed') }),
  z.object({ kind: z.literal('checks_done'), figures: z.record(z.string(), z.number()) }),
]);
export type DeviceEvent = z.infer<typeof deviceEventSchema>;

export const outboxItemSchema = z.object({ id: z.uuid(), at: timeSchema, event: deviceEventSchema });
export type OutboxItem = z.infer<typeof outboxItemSchema>;

export const eventsContract = {
  /** Takes what it does not have yet; every id it answers with is kept for good. */
  append: oc
    .route({ method: 'POST', path: '/events', tags: ['events'], summary: 'Report events' })
    .input(z.object({ items: z.array(outboxItemSchema).min(1).max(100) }))
    .output(z.object({ acknowledged: z.array(z.string()) })),
};
