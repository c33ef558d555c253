/**
 * Hourly releases of public data, as they were published: which there are, their files to the byte, and a validator's
 * signature of one. Reading needs no key.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { blockIdPattern } from '../../domain/releases/block-id.ts';
import { timeSchema } from './amounts.ts';

export const blockIdSchema = z.string().regex(blockIdPattern);
/** Most lines of one answer. */
export const mostReleaseLines = 10_000;

export const releaseSchema = z.object({
  blockId: blockIdSchema,
  /** Counts the network's hours, from 0. */
  epoch: z.number().int().nonnegative(),
  startsAt: timeSchema,
  endsAt: timeSchema,
  rows: z.number().int().nonnegative(),
  /** SHA-256 of the manifest, which the next one carries. */
  manifestHash: z.string(),
  publishedAt: timeSchema,
});

/** As `releaseParts` of the rules; a contract says its own words. */
const fileParts = ['rows', 'leaves', 'manifest', 'signatures'] as const;
const RELEASE_NOT_FOUND = { status: 404 } as const;

export const releasesContract = {
  list: oc
    .route({ method: 'GET', path: '/releases', tags: ['releases'], summary: 'Hourly releases, page by page' })
    .input(
      z.object({
        order: z.enum(['asc', 'desc']).default('desc'),
        /** `next` of the page before. */
        after: blockIdSchema.optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ releases: z.array(releaseSchema), next: blockIdSchema.nullable() })),
  /** `after` and `limit` choose lines of `rows` and `leaves`; the small files always come whole. */
  file: oc
    .route({
      method: 'GET',
      path: '/releases/{blockId}/{part}',
      tags: ['releases'],
      summary: 'A file of a release, to the byte; of many lines the first 10,000 or those that are asked for',
    })
    .input(
      z.object({
        blockId: blockIdSchema,
        part: z.enum(fileParts),
        /** Line that the part before ended with. */
        after: z.coerce.number().int().nonnegative().default(0),
        limit: z.coerce.number().int().min(1).max(mostReleaseLines).default(mostReleaseLines),
      }),
    )
    .output(z.file())
    .errors({ RELEASE_NOT_FOUND }),
  /** By the key that asks, over `perigee-release-1`, an end of line, and the manifest's file. */
  sign: oc
    .route({
      method: 'POST',
      path: '/releases/{blockId}/signatures',
      tags: ['releases'],
      summary: 'Sign a release as one of the validators that its manifest names',
    })
    .input(z.object({ blockId: blockIdSchema, signature: z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/) }))
    .output(z.object({ blockId: blockIdSchema }))
    .errors({ RELEASE_NOT_FOUND, NOT_A_SIGNER: { status: 403 }, RELEASE_SIGNATURE_WRONG: { status: 422 } }),
};
