/** What the network knows of a model from the checks of its fleet: the middle, and never a single device's figure. */
import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Owners whose devices must have told, before a middle says nothing about any of them. */
export const fleetOwnersNeeded = 20;

export const fleetContract = {
  figures: oc
    .route({ method: 'GET', path: '/fleet/{model}', tags: ['fleet'], summary: 'Medians of a model’s checks' })
    .input(z.object({ model: z.string().max(64) }))
    .output(
      z.object({
        /** By kind of check, in that check's unit; kinds that too few owners have told of are left out. */
        medians: z.record(z.string(), z.object({ median: z.number().positive(), owners: z.number().int().positive() })),
      }),
    ),
};
