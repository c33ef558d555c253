/**
 * Whether a job may run here: its twelve fields against the owner's limits, the image's own configuration, and the
 * engine's version. Pure; one code per reason, all reasons at once.
 */
import { posix } from 'node:path';
import { z } from 'zod';
import type { JobLimits } from '../../shared/contract/app/worker.ts';
import { imageReferencePattern, type JobSpec, jobSpecSchema } from '../../shared/contract/job-spec.ts';
import type { EngineVerdict } from './engine-floor.ts';
import type { ImageFacts } from './image-facts.ts';

/**
 * - `unknown_field`: a field that no job has
 * - `bad_<field>`: the field's value is not one a job may have
 * - `over_<limit>`: more than the owner allows
 * - `registry_not_allowed`, `gpu_not_leased`, `workdir_in_proc`
 * - `engine_below_floor`, `engine_unreviewed`: no stranger's job on this engine
 */
export type AdmissionReason = string;

export interface AdmissionPolicy {
  /** The most that the owner lets any job use. */
  limits: JobLimits;
  /** Registries that images may come from, as written in a reference: `docker.io`, `127.0.0.1:5000`. */
  registries: readonly string[];
  /** UUIDs of the GPUs leased to this job. */
  leasedGpus: readonly string[];
  engine: EngineVerdict;
  /** Images, by reference, that the network vouches for itself: they run even on an engine below the floor. */
  demoImages: readonly string[];
}

export type AdmissionVerdict =
  | { kind: 'admitted'; spec: JobSpec }
  | { kind: 'refused'; jobId: string | null; reasons: AdmissionReason[] };

export const registryOf = (image: string): string | null => imageReferencePattern.exec(image)?.groups?.registry ?? null;

const isUnderProc = (path: string): boolean => /^\/+(?:proc|sys)(?:\/|$)/.test(posix.normalize(path));

const schemaReasons = (error: z.ZodError): AdmissionReason[] => [
  ...new Set(
    error.issues.map((issue) =>
      issue.code === 'unrecognized_keys' ? 'unknown_field' : `bad_${String(issue.path[0] ?? 'spec')}`,
    ),
  ),
];

/** The id for the report, when there is a sound one. */
const idOf = (spec: unknown): string | null => {
  const read = z.object({ id: jobSpecSchema.shape.id }).safeParse(spec);
  return read.success ? read.data.id : null;
};

/** @param spec as it came from the network, unread */
export const admitJob = (spec: unknown, policy: AdmissionPolicy): AdmissionVerdict => {
  const read = jobSpecSchema.safeParse(spec);
  if (!read.success) return { kind: 'refused', jobId: idOf(spec), reasons: schemaReasons(read.error) };
  const job = read.data;
  const { limits } = policy;
  const isDemo = policy.demoImages.includes(job.image);
  const refusals: [AdmissionReason, boolean][] = [
    ['registry_not_allowed', !policy.registries.includes(registryOf(job.image) ?? '')],
    ['workdir_in_proc', job.workdir !== null && isUnderProc(job.workdir)],
    ['over_memory', job.memoryBytes > limits.memoryBytes],
    ['over_cpu', job.cpuThreads > limits.cpuThreads],
    ['over_pids', job.pids > limits.pids],
    ['over_scratch', job.scratchBytes > limits.scratchBytes],
    ['gpu_not_leased', job.gpus.some((uuid) => !policy.leasedGpus.includes(uuid))],
    ['engine_below_floor', policy.engine === 'below_floor' && !isDemo],
    ['engine_unreviewed', policy.engine === 'unreviewed' && !isDemo],
  ];
  const reasons = refusals.flatMap(([reason, isRefused]) => (isRefused ? [reason] : []));
  return reasons.length > 0 ? { kind: 'refused', jobId: job.id, reasons } : { kind: 'admitted', spec: job };
};

export type ImageReason = 'volume' | 'loader_variable' | 'workdir_in_proc' | 'not_linux';

/** @returns why the image may not run; empty when it may */
export const imageRefusals = (image: ImageFacts): ImageReason[] => {
  const refusals: [ImageReason, boolean][] = [
    // Each becomes an anonymous volume on the owner's disk, without a bound.
    ['volume', image.volumes.length > 0],
    // CVE-2025-23266: a hook of the NVIDIA toolkit ran with the image's variables, as root on the host.
    ['loader_variable', image.env.some((entry) => /^LD_(?:PRELOAD|AUDIT)=/.test(entry))],
    // CVE-2024-21626: a working folder below /proc/self/fd leads out of the container.
    ['workdir_in_proc', isUnderProc(image.workdir)],
    ['not_linux', image.osType !== 'linux'],
  ];
  return refusals.flatMap(([reason, isRefused]) => (isRefused ? [reason] : []));
};
