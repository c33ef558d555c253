/**
 * The explorer: what the newest releases say, ready to be shown. It has nothing that is not in a release or in the sums of
 * the ledger, and reading needs no key.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { classNamePattern, deviceIdPattern, ownerTagPattern, rowSchema } from '../../domain/releases/row.ts';
import { tierNames } from '../../domain/tiers/tier-names.ts';
import { amountSchema, timeSchema } from './amounts.ts';
import { blockIdSchema } from './releases.ts';

const count = z.number().int().nonnegative();

export const explorerBlockSchema = z.object({
  blockId: blockIdSchema,
  /** Counts the network's hours, from 0. */
  epoch: count,
  startsAt: timeSchema,
  endsAt: timeSchema,
  /** Shorter than a network hour; pays nobody. */
  isPart: z.boolean(),
  /** Devices that were seen. */
  devices: count,
  emission: amountSchema,
  paid: amountSchema,
  carry: amountSchema,
  burned: amountSchema,
  supply: amountSchema,
  manifestHash: z.string(),
  /** Whose signatures there are by now; more validators may sign later. */
  signedBy: z.object({ network: z.boolean(), validators: count }),
});
export type ExplorerBlock = z.infer<typeof explorerBlockSchema>;

export const explorerSummarySchema = z.object({
  /** The newest that was published; everything but `fees` is of its hour. */
  block: explorerBlockSchema,
  /** Stake that counts on the devices that were seen. */
  staked: amountSchema,
  /** Those of which as many devices and accounts are there as it takes to name a country. */
  cells: z.array(z.object({ class: z.string(), tier: z.enum(tierNames), devices: count, cards: count })),
  /** Devices of all smaller cells together. */
  otherDevices: count,
  /** What of all fees ever taken has not been paid on yet, when it was read. */
  fees: z.object({ validators: amountSchema, treasury: amountSchema, community: amountSchema, readAt: timeSchema }),
});
export type ExplorerSummary = z.infer<typeof explorerSummarySchema>;

/** What the devices of a class were paid in an hour, worked out from its release. */
export const classHourSchema = z.object({
  epoch: count,
  startsAt: timeSchema,
  endsAt: timeSchema,
  /** Devices of the class in it, those that were paid, and how many owners those have. */
  seen: count,
  paid: count,
  owners: count,
  /** For one card. null: fewer than five were paid. */
  figures: z
    .object({
      lower: amountSchema,
      middle: amountSchema,
      upper: amountSchema,
      /** The middle of each factor: minutes of 60, then bps. */
      typical: z.object({ minutes: count, proofs: count, tier: count, ramp: count, conn: count }),
    })
    .nullable(),
});

const BLOCK_NOT_FOUND = { status: 404 } as const;

export const explorerContract = {
  summary: oc
    .route({
      method: 'GET',
      path: '/explorer/summary',
      tags: ['explorer'],
      summary: 'The newest hour in a few numbers',
    })
    .output(explorerSummarySchema)
    /** Nothing was published yet. */
    .errors({ BLOCK_NOT_FOUND }),
  blocks: oc
    .route({ method: 'GET', path: '/explorer/blocks', tags: ['explorer'], summary: 'Hours, the newest first' })
    .input(
      z.object({
        /** `next` of the page before. */
        before: blockIdSchema.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(25),
      }),
    )
    .output(z.object({ blocks: z.array(explorerBlockSchema), next: blockIdSchema.nullable() })),
  block: oc
    .route({
      method: 'GET',
      path: '/explorer/blocks/{blockId}',
      tags: ['explorer'],
      summary: 'One hour and its rows, in order of device, page by page',
    })
    .input(
      z.object({
        blockId: blockIdSchema,
        /** `next` of the page before. */
        after: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ block: explorerBlockSchema, rows: z.array(rowSchema), next: z.number().int().nullable() }))
    .errors({ BLOCK_NOT_FOUND }),
  classHours: oc
    .route({
      method: 'GET',
      path: '/explorer/classes/{class}/hours',
      tags: ['explorer'],
      summary: 'What the devices of a class were paid in the last six published hours, the newest first',
    })
    .input(z.object({ class: z.string().regex(classNamePattern) }))
    .output(z.object({ class: z.string(), hours: z.array(classHourSchema) })),
  rows: oc
    .route({
      method: 'GET',
      path: '/explorer/blocks/{blockId}/rows',
      tags: ['explorer'],
      summary: 'Rows of one hour with the line that each is, of all or of one device or owner’s tag',
    })
    .input(
      z.object({
        blockId: blockIdSchema,
        /** Only of this device, or of the owner with this tag. */
        of: z.union([z.string().regex(deviceIdPattern), z.string().regex(ownerTagPattern)]).optional(),
        /** `next` of the page before. */
        after: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(
      z.object({
        /** `line` of the file, from 1. */
        rows: z.array(z.object({ line: z.number().int().positive(), row: rowSchema })),
        next: z.number().int().nullable(),
      }),
    )
    .errors({ BLOCK_NOT_FOUND }),
  device: oc
    .route({
      method: 'GET',
      path: '/explorer/devices/{deviceId}',
      tags: ['explorer'],
      summary: 'A device’s rows of the last 24 hours in which it was seen, the newest first',
    })
    .input(z.object({ deviceId: z.string().regex(deviceIdPattern) }))
    .output(z.object({ deviceId: z.string(), rows: z.array(rowSchema) }))
    .errors({ DEVICE_NOT_FOUND: { status: 404 } }),
};
