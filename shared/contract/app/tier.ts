/** Where this device stands: the tier it has, and what the next one asks. */
import { z } from 'zod';
import { requirementKinds, tierNames } from '../../domain/tiers/tier-names.ts';

export { requirementKinds, tierNames };

/** One row of one step. `has` and `needs` share a unit: level, hundredths of a point, bps, level, base units. */
export const requirementSchema = z.object({
  kind: z.enum(requirementKinds),
  has: z.bigint(),
  needs: z.bigint(),
  isMet: z.boolean(),
});

export const tierSchema = z.object({
  tier: z.enum(tierNames),
  /** Every step above unranked, lowest first. */
  ladder: z.array(
    z.object({
      tier: z.enum(tierNames),
      factorBps: z.number().int(),
      opens: z.array(z.string()),
      requirements: z.array(requirementSchema),
      isReached: z.boolean(),
    }),
  ),
  readAt: z.number().nullable(),
});
export type TierState = z.infer<typeof tierSchema>;
