/**
 * What a renter may ask of a device: twelve fields, closed. Everything else about a container is the app's decision and
 * has no field here, so an unknown key is refused, whatever its case.
 */
import { z } from 'zod';

const mebibyte = 1024 ** 2;

/** `registry/repository@sha256:…`: digest only, no tag; the registry is always written out. */
export const imageReferencePattern =
  /^(?<registry>[a-z0-9][a-z0-9.-]{0,252}(?::[0-9]{1,5})?)\/(?<repository>[a-z0-9]+(?:[._/-]{1,2}[a-z0-9]+)*)@(?<digest>sha256:[0-9a-f]{64})$/;

/** Names of which a job may set the value. Loader, proxy and driver variables are not among them, and never will be. */
export const environmentNames = [
  'LANG',
  'LC_ALL',
  'TZ',
  'OMP_NUM_THREADS',
  'PYTHONUNBUFFERED',
  'PYTHONHASHSEED',
] as const;
/** Besides those, any name that begins so. */
export const environmentPrefix = 'JOB_';

const environmentName = z
  .string()
  .max(64)
  .refine((name) => (environmentNames as readonly string[]).includes(name) || /^JOB_[A-Z0-9_]{1,60}$/.test(name));

const hasControlCharacter = (text: string): boolean => /\p{Cc}/u.test(text);

const line = (most: number) =>
  z
    .string()
    .max(most)
    .refine((text) => !hasControlCharacter(text));

/**
 * `name:port` in lower case. A name of the public system has a dot and a last label that begins with a letter, which no
 * spelling of an address has.
 */
export const networkHostPattern =
  /^(?=.{1,259}$)(?<name>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?):(?<port>[1-9][0-9]{0,4})$/;

/** What a job reaches besides itself: these hosts, through a proxy that counts. */
export const jobNetworkSchema = z.strictObject({
  hosts: z.array(z.string().regex(networkHostPattern)).min(1).max(32),
  /** Of both directions together; the job is cut off after them. */
  mostBytes: z
    .number()
    .int()
    .min(1)
    .max(1024 ** 4),
});
export type JobNetwork = z.infer<typeof jobNetworkSchema>;

export const jobSpecSchema = z.strictObject({
  /** Unique on the network. Lower-case letters, digits and hyphens: it becomes part of the container's name. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  image: z.string().max(512).regex(imageReferencePattern),
  /** What follows the image in `docker run`; empty: as the image says. An argument may hold line breaks, never NUL. */
  command: z
    .array(
      z
        .string()
        .max(8192)
        .refine((text) => !text.includes('\0')),
    )
    .max(64),
  env: z.record(environmentName, line(4096)).refine((env) => Object.keys(env).length <= 64),
  /** Absolute, inside the container; null: as the image says. */
  workdir: line(256)
    .regex(/^\/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?$/)
    .nullable(),
  memoryBytes: z
    .number()
    .int()
    .min(16 * mebibyte)
    .max(4 * 1024 ** 4),
  /** Threads of the CPU; fractions to the hundredth. */
  cpuThreads: z.number().min(0.01).max(1024),
  /** Processes and threads at once. */
  pids: z.number().int().min(1).max(65_536),
  /** Room at `/scratch`, in memory in this version; 0: none. */
  scratchBytes: z
    .number()
    .int()
    .nonnegative()
    .max(4 * 1024 ** 4),
  /** GPUs leased to this job, NVIDIA's by UUID (`GPU-…`), AMD's by their unique id (`0x…`); empty: none. */
  gpus: z
    .array(z.string().regex(/^(?:GPU-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|0x[1-9a-f][0-9a-f]{0,15})$/))
    .max(16),
  network: z.union([z.literal('none'), jobNetworkSchema]),
  /** Longest run; the job is then stopped. Two weeks fit a timer, which counts to 2^31 milliseconds. */
  maxSeconds: z
    .number()
    .int()
    .min(1)
    .max(14 * 86_400),
});
export type JobSpec = z.infer<typeof jobSpecSchema>;

/** Why something is no description of a job: `unknown_field`, or `bad_<field>` for each field that has no such value. */
export const specReasonsOf = (error: z.ZodError): string[] => [
  ...new Set(
    error.issues.map((issue) =>
      issue.code === 'unrecognized_keys' ? 'unknown_field' : `bad_${String(issue.path[0] ?? 'spec')}`,
    ),
  ),
];
