/**
 * The app contract: what the window, the browser and the command line may ask of the core. One file per domain; this
 * one joins them. No face is privileged.
 */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { problemErrors } from '../codes.ts';
import { checksContract, checksSchema } from './checks.ts';
import { communityContract } from './community.ts';
import { earningsContract, earningsSchema } from './earnings.ts';
import { evidenceContract } from './evidence.ts';
import { inventorySchema, readingsSchema } from './machine.ts';
import { mendingContract, mendingSchema } from './mending.ts';
import { ownerContract, ownerSchema } from './owner.ts';
import { releasesContract } from './releases.ts';
import { reportsContract } from './reports.ts';
import { settingsContract, settingsSchema } from './settings.ts';
import { stakeContract, stakeSchema } from './stake.ts';
import { controlContract, statusSchema } from './status.ts';
import { supportsContract } from './supports.ts';
import { tierSchema } from './tier.ts';
import { workerContract, workerSchema } from './worker.ts';

/** The live state, one topic per domain. null: not read yet. */
export const appStateShape = {
  status: statusSchema,
  machine: inventorySchema.nullable(),
  readings: readingsSchema,
  checks: checksSchema,
  worker: workerSchema,
  owner: ownerSchema,
  mending: mendingSchema,
  earnings: earningsSchema,
  tier: tierSchema.nullable(),
  stake: stakeSchema.nullable(),
  settings: settingsSchema,
} as const;

export const appStateSchema = z.object(appStateShape);
export type AppState = z.infer<typeof appStateSchema>;
export type AppTopic = keyof AppState;

const change = <Topic extends AppTopic>(topic: Topic) =>
  z.object({ kind: z.literal('change'), seq: z.number().int(), topic: z.literal(topic), value: appStateShape[topic] });

export const liveMessageSchema = z.union([
  z.object({ kind: z.literal('snapshot'), seq: z.number().int(), state: appStateSchema }),
  change('status'),
  change('machine'),
  change('readings'),
  change('checks'),
  change('worker'),
  change('owner'),
  change('mending'),
  change('earnings'),
  change('tier'),
  change('stake'),
  change('settings'),
]);

export const helloSchema = z.object({
  app: z.literal('perigee'),
  version: z.string(),
  host: z.enum(['desktop', 'headless']),
  platform: z.string(),
});
export type Hello = z.infer<typeof helloSchema>;

/** Every call may also end with a code of ../codes.ts. */
export const appContract = oc.errors(problemErrors).router({
  /** Says who answers, so that a face of another version can tell. */
  hello: oc.output(helloSchema),
  /** A snapshot, then changes; see shared/live. */
  watch: oc.output(eventIterator(liveMessageSchema)),
  machine: {
    /** Reads the machine again; the result is in the live state too. */
    refresh: oc.output(inventorySchema),
  },
  control: controlContract,
  checks: checksContract,
  worker: workerContract,
  owner: ownerContract,
  mending: mendingContract,
  earnings: earningsContract,
  stake: stakeContract,
  supports: supportsContract,
  evidence: evidenceContract,
  community: communityContract,
  releases: releasesContract,
  reports: reportsContract,
  settings: settingsContract,
});
export type AppContract = typeof appContract;
