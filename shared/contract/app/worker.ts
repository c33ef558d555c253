/** Renters' jobs on this PC: the container, its limits, its log. */
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { problemSchema } from '../codes.ts';
import { imageSignersSchema } from '../network/image-signers.ts';

/** `frozen`: its processes stand still, because the owner uses the PC. */
export const jobStates = [
  'offered',
  'pulling',
  'starting',
  'running',
  'frozen',
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
  /** Received and sent in all; 0: no network. */
  networkBytes: z.number().int().nonnegative(),
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
  usage: z
    .object({
      cpuThreads: z.number(),
      memoryBytes: z.number(),
      processes: z.number().int().nullable(),
      /** Read and written since its start; null: not counted. */
      diskBytes: z.number().nullable(),
      /** Received and sent since its start; null: it has no network. */
      networkBytes: z.number().nullable(),
    })
    .nullable(),
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
  /** `none`; `gateway`: the hosts below, through a proxy of this app; anything else is the engine's own word. */
  network: z.string(),
  /** `name:port` */
  hosts: z.array(z.string()),
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

/** A job's description at its longest, in bytes of UTF-8. */
export const mostSpecText = 2 ** 20;

/** Who stands for what is in an image: the network itself, or a signer of its choice by Sigstore. */
export const imageVouchingSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('network') }),
  z.object({ by: z.literal('sigstore'), issuer: z.string(), identity: z.string() }),
]);
export type ImageVouching = z.infer<typeof imageVouchingSchema>;

/** What this device would say to a job, and why; nothing was pulled and nothing was started. */
export const jobJudgementSchema = z.object({
  verdict: z.enum(['admitted', 'refused']),
  /** null when the description has no sound one. */
  jobId: z.string().nullable(),
  /** One for each thing that is wrong; empty when admitted. */
  reasons: z.array(z.object({ code: z.string(), about: z.enum(['job', 'image', 'engine']) })),
  /** null: nobody, or it was refused before that was asked. */
  vouchedBy: imageVouchingSchema.nullable(),
  /** Of each signature that was found and does not count: who made it, or why it cannot be believed. */
  uncounted: z.array(z.string()),
  /** What a pull brings at most, packed; null where the image was not looked at, or is here already. */
  image: z.object({ packedBytes: z.number().int(), layers: z.number().int() }).nullable(),
  /** null when none answered. */
  engine: z
    .object({ version: z.string().nullable(), verdict: z.enum(['sound', 'below_floor', 'unreviewed']) })
    .nullable(),
});
export type JobJudgement = z.infer<typeof jobJudgementSchema>;

const specText = z.object({ text: z.string().max(mostSpecText) });

const jobNotFound = { JOB_NOT_FOUND: { data: z.object({ jobId: z.string() }) } };

export const workerContract = {
  /**
   * Judges a job's description as an offer of it would be: with the network's signature for its image, or without it
   * where it says whose Sigstore signatures count in its place.
   */
  check: oc.input(specText.extend({ signers: imageSignersSchema.optional() })).output(jobJudgementSchema),
  /**
   * Has Localnet's play renter offer this device the job; it then goes the way of every offer.
   *
   * @throws JOB_REFUSED, with `not_ready` where there is no Localnet or it takes no job now
   */
  offerOwn: oc.input(specText).output(z.object({ jobId: z.string() })),
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
