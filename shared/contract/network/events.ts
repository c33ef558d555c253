/** Events that a device reports from its outbox: at least once, deduplicated here by their id. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { timeSchema } from './amounts.ts';

const count = z.number().int().nonnegative();
const jobId = z.string().min(1).max(64);

export const deviceEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('job_accepted'), jobId }),
  z.object({ kind: z.literal('job_running'), jobId }),
  /** Its processes stand still while the owner uses the PC; `job_running` says that they go on. */
  z.object({ kind: z.literal('job_frozen'), jobId }),
  z.object({
    kind: z.literal('job_ended'),
    jobId,
    outcome: z.enum(['done', 'failed', 'interrupted', 'refused', 'stopped_by_owner']),
    exitCode: z.number().int().nullable(),
    ranMs: z.number().int().nonnegative(),
  }),
  /** `returned`: a rule of the owner's stopped work by itself. What they do with their PC is nobody's business. */
  z.object({ kind: z.literal('owner_paused'), cause: z.enum(['asked', 'returned']).default('asked') }),
  z.object({ kind: z.literal('owner_resumed') }),
  /** Cards that fell off the bus or came, and drivers that changed while it ran; counts, for identities are the owner's. */
  z.object({ kind: z.literal('hardware_changed'), gone: count, come: count, drivers: count }),
  /** `figures`: medians by step, `fp32_throughput:<GPU>`; `models`: of the catalogue, by the same GPU. */
  z.object({
    kind: z.literal('checks_done'),
    figures: z.record(z.string(), z.number()),
    models: z.record(z.string(), z.string()).default({}),
  }),
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
