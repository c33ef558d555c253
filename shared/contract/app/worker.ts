/** Renters' jobs on this PC: the container, its limits, its log. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../codes.ts';

export const jobStates = [
  'offered',
  'pulling',
  'starting',
  'running',
  'stopping',
  'done',
  'failed',
  'interrupted',
  'refused',
] as const;

export const jobLimitsSchema = z.object({
  cpuThreads: z.number().positive(),
  memoryBytes: z.number().int().positive(),
  scratchBytes: z.number().int().nonnegative(),
  pids: z.number().int().positive(),
});
export type JobLimits = z.infer<typeof jobLimitsSchema>;

export const jobSchema = z.object({
  id: z.string(),
  /** repository@sha256:… */
  image: z.string(),
  state: z.enum(jobStates),
  offeredAt: z.number(),
  /** When its first output or its health signal was seen; null until then. */
  seenRunningAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  containerId: z.string().nullable(),
  exitCode: z.number().int().nullable(),
  /** 0..1 while the image comes; null otherwise. */
  pullProgress: z.number().min(0).max(1).nullable(),
  limits: jobLimitsSchema,
  /** What it uses now, read from the engine; null when it is not running. */
  usage: z.object({ cpuThreads: z.number(), memoryBytes: z.number() }).nullable(),
  /** Base units; an estimate until the network confirms. */
  pay: z.object({ state: z.enum(['estimate', 'confirmed', 'paid']), amount: z.bigint() }).nullable(),
  problem: problemSchema.nullable(),
});
export type Job = z.infer<typeof jobSchema>;

export const workerSchema = z.object({
  /** Newest first; at most 50. */
  jobs: z.array(jobSchema),
});
export type WorkerState = z.infer<typeof workerSchema>;

/** `renter`: the container's own output. `perigee`: what the app did to it. */
export const logLineSchema = z.object({
  seq: z.number().int(),
  at: z.number(),
  source: z.enum(['renter', 'perigee']),
  stream: z.enum(['stdout', 'stderr']).nullable(),
  text: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

/** What the container really got, read back from the engine. */
export const reachSchema = z.object({
  user: z.string(),
  network: z.string(),
  capabilities: z.array(z.string()),
  mounts: z.array(z.object({ path: z.string(), kind: z.string(), sizeBytes: z.number().nullable() })),
  isRootReadOnly: z.boolean(),
  gpus: z.array(z.string()),
  imageDigest: z.string(),
  memoryBytes: z.number().int(),
  cpuThreads: z.number(),
  pids: z.number().int(),
});
export type Reach = z.infer<typeof reachSchema>;

const jobNotFound = { JOB_NOT_FOUND: { data: z.object({ jobId: z.string() }) } };

export const workerContract = {
  /** Stops one job with grace. Answers once it has ended. */
  stop: oc
    .input(z.object({ jobId: z.string() }))
    .output(z.object({ state: z.enum(jobStates) }))
    .errors(jobNotFound),
  /** The log from its beginning (at most the newest 2,000 lines), then line by line as it grows. */
  log: oc
    .input(z.object({ jobId: z.string() }))
    .output(eventIterator(logLineSchema))
    .errors(jobNotFound),
  /** null when the container is gone. */
  reach: oc
    .input(z.object({ jobId: z.string() }))
    .output(reachSchema.nullable())
    .errors(jobNotFound),
};
