/**
 * Open data: the hours that the network published, their rows, and whether one of them holds when this PC works it out
 * again. Read when a face asks; nothing of it is kept here.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { signatureRoles } from '../../domain/releases/manifest.ts';
import { deviceIdPattern, ownerTagPattern, rowSchema } from '../../domain/releases/row.ts';
import { checkResults, releaseChecks } from '../../domain/releases/verdict.ts';
import { explorerBlockSchema } from '../network/explorer.ts';
import { blockIdSchema } from '../network/releases.ts';

const count = z.number().int().nonnegative();

/** Amounts in base units. */
const publishedHourSchema = explorerBlockSchema
  .omit({ emission: true, paid: true, carry: true, burned: true, supply: true })
  .extend({ emission: z.bigint(), paid: z.bigint(), carry: z.bigint(), burned: z.bigint(), supply: z.bigint() });
export type PublishedHour = z.infer<typeof publishedHourSchema>;

const hourDetailSchema = z.object({
  hour: publishedHourSchema,
  /** SHA-256 of the manifest that it goes on from; null: it is the network's first. */
  previous: z.string().nullable(),
  merkleRoot: z.string(),
  parametersVersion: count,
  /** Play coins given out in the hour, in base units. */
  granted: z.bigint(),
  /** Keys that signed; whether they fit, `verify` says. */
  signatures: z.array(z.object({ by: z.enum(signatureRoles), key: z.string() })),
});
export type HourDetail = z.infer<typeof hourDetailSchema>;

/** Keys as they are published, amounts in base units. */
const publishedRowSchema = z.object({
  /** Of the file, from 1. */
  line: z.number().int().positive(),
  /** Of a device of this account. */
  isOwn: z.boolean(),
  row: rowSchema
    .omit({ stake: true, required: true, reward: true, owner_part: true, supporters_part: true, slashed: true })
    .extend({
      ...{ stake: z.bigint(), required: z.bigint(), reward: z.bigint() },
      ...{ owner_part: z.bigint(), supporters_part: z.bigint(), slashed: z.bigint() },
    }),
});
export type PublishedRow = z.infer<typeof publishedRowSchema>;

const faultSchema = z.object({
  /** As `perigee release verify` names it. */
  code: z.string(),
  part: z.enum(['rows', 'leaves', 'manifest', 'signatures']).nullable(),
  /** Line of that file, from 1. */
  row: z.number().int().nullable(),
  deviceId: z.string().nullable(),
  key: z.string().nullable(),
  expected: z.string().nullable(),
  found: z.string().nullable(),
});

const verifiedHourSchema = z.object({
  blockId: blockIdSchema,
  /** Rows that were read. */
  rows: count,
  checks: z.array(z.object({ check: z.enum(releaseChecks), result: z.enum(checkResults) })),
  /** Empty: all of it holds. */
  faults: z.array(faultSchema),
  /** Faults beyond those that are told. */
  leftOut: count,
});
export type VerifiedHour = z.infer<typeof verifiedHourSchema>;

const errors = { NOT_JOINED: {}, RELEASE_NOT_FOUND: {} } as const;
const oneHour = z.object({ blockId: blockIdSchema });

export const releasesContract = {
  /** The newest first. */
  list: oc
    .input(z.object({ before: blockIdSchema.optional() }))
    .output(z.object({ hours: z.array(publishedHourSchema), next: blockIdSchema.nullable() }))
    .errors({ NOT_JOINED: {} }),
  read: oc.input(oneHour).output(hourDetailSchema).errors(errors),
  /** In order of device. The first page of all has the account's own before the others, where this PC has a row. */
  rows: oc
    .input(
      oneHour.extend({
        /** A device's id, or an owner's tag. */
        of: z.union([z.string().regex(deviceIdPattern), z.string().regex(ownerTagPattern)]).optional(),
        /** `next` of the page before. */
        after: count.default(0),
      }),
    )
    .output(z.object({ rows: z.array(publishedRowSchema), next: count.nullable() }))
    .errors(errors),
  /** All of it is fetched and worked out on this PC, as `perigee release verify` does. */
  verify: oc.input(oneHour).output(verifiedHourSchema).errors(errors),
};
