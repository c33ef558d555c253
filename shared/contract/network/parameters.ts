/** What the network promises about itself: the parameter record in force, and where its hour stands. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { amountSchema, timeSchema } from './amounts.ts';
import { imageSignersSchema } from './image-signers.ts';

export const parametersSchema = z.object({
  version: z.number().int(),
  name: z.string(),
  /** Coins here are for trying and have no price. */
  isPlay: z.boolean(),
  /** Ed25519 key that signs offers, base64url. */
  networkKey: z.string(),
  /** Whose Sigstore signatures count for images that the network did not sign itself; empty: nobody's. */
  imageSigners: imageSignersSchema,
  /** Length of a network hour. 3,600,000 on a real network. */
  hourMs: z.number().int().positive(),
  /** Keys of the entry gates that this record drops, such as `verified_hours` and `uptime`. */
  droppedGates: z.array(z.string()),
  /** Play coins granted to a new device; 0 on a real network. */
  grant: amountSchema,
  requiredStakeUnit: amountSchema,
  cooldownHours: z.number().int(),
  appealHours: z.number().int(),
  minutesNeeded: z.number().int(),
  proofsPerHour: z.number().int(),
  proofsNeeded: z.number().int(),
  payoutEveryHours: z.number().int(),
});
export type NetworkParameters = z.infer<typeof parametersSchema>;

export const parametersContract = {
  current: oc
    .route({ method: 'GET', path: '/parameters', tags: ['network'], summary: 'The parameter record in force' })
    .output(
      z.object({
        parameters: parametersSchema,
        serverTime: timeSchema,
        epoch: z.number().int(),
        epochStartsAt: timeSchema,
        epochEndsAt: timeSchema,
      }),
    ),
};
