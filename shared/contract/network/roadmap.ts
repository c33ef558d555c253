/** The roadmap: what those who run the network mean to do, and when. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { timeSchema } from './amounts.ts';
import { operatorErrors } from './operators.ts';

const entryId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
export const roadmapStates = ['planned', 'in_progress', 'done', 'dropped'] as const;

const entryInput = z.object({
  id: entryId,
  title: z.string().trim().min(1).max(120),
  text: z.string().trim().max(2_000),
  state: z.enum(roadmapStates),
  /** When it is meant to be there; null: not said. */
  date: timeSchema.nullable(),
  /** Public issue that it belongs to; null: none. */
  issue: z.string().max(64).nullable(),
});

export const roadmapEntrySchema = entryInput.extend({ updatedAt: timeSchema });
export type RoadmapEntry = z.infer<typeof roadmapEntrySchema>;

export const roadmapContract = {
  list: oc
    .route({ method: 'GET', path: '/roadmap', tags: ['community'], summary: 'The roadmap, by date, undated last' })
    .output(z.object({ entries: z.array(roadmapEntrySchema) })),
  /** Makes an entry, or changes the one of this id. */
  put: oc
    .errors(operatorErrors)
    .route({ method: 'POST', path: '/roadmap', tags: ['operators'], summary: 'Write an entry of the roadmap' })
    .input(entryInput)
    .output(roadmapEntrySchema)
    .errors({ ISSUE_NOT_FOUND: { status: 404 } }),
};
