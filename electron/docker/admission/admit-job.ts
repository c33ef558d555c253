/**
 * Whether a job may run here: its twelve fields against the owner's limits, the image's own configuration, and the
 * engine's version. Pure; one code per reason, all reasons at once.
 */
import { z } from 'zod';
import type { JobLimits } from '../../../shared/contract/app/worker.ts';
import {
  imageReferencePattern,
  type JobSpec,
  jobSpecSchema,
  specReasonsOf,
} from '../../../shared/contract/job-spec.ts';
import type { EngineVerdict } from './engine-floor.ts';
import { isForbiddenHost } from './network-rules.ts';
import { isUnderProc } from './system-folders.ts';

/**
 * - `unknown_field`: a field that no job has
 * - `bad_<field>`: the field's value is not one a job may have
 * - `over_<limit>`: more than the owner allows
 * - `network_not_allowed`: the owner gives jobs no network; `host_forbidden`: no job may reach that
 * - `registry_not_allowed`, `image_unsigned`, `gpu_not_leased`, `workdir_in_proc`
 * - `image_signature_invalid`, `image_signer_not_allowed`: what its registry has of signatures does not count
 * - `engine_below_floor`, `engine_unreviewed`: no stranger's job on this engine
 */
export type AdmissionReason = string;

/** The network by its own signature, or a signer that it pinned by a Sigstore bundle. */
export type ImageVoucher = 'network' | 'sigstore';

export interface AdmissionPolicy {
  /** The most that the owner lets any job use. */
  limits: JobLimits;
  /** Registries that images may come from, as written in a reference: `docker.io`, `127.0.0.1:5000`. */
  registries: readonly string[];
  /** UUIDs of the GPUs leased to this job. */
  leasedGpus: readonly string[];
  engine: EngineVerdict;
  /** Who signed for what is in the image; only what the network itself signed runs on an engine below the floor. */
  imageVouchedBy: ImageVoucher | null;
}

export type AdmissionVerdict =
  | { kind: 'admitted'; spec: JobSpec }
  | { kind: 'refused'; jobId: string | null; reasons: AdmissionReason[] };

export const registryOf = (image: string): string | null => imageReferencePattern.exec(image)?.groups?.registry ?? null;

/** The id for the report, when there is a sound one. */
export const idOf = (spec: unknown): string | null => {
  const read = z.object({ id: jobSpecSchema.shape.id }).safeParse(spec);
  return read.success ? read.data.id : null;
};

/** @param spec as it came from the network, unread */
export const admitJob = (spec: unknown, policy: AdmissionPolicy): AdmissionVerdict => {
  const read = jobSpecSchema.safeParse(spec);
  if (!read.success) return { kind: 'refused', jobId: idOf(spec), reasons: specReasonsOf(read.error) };
  const job = read.data;
  const { limits } = policy;
  const isTheNetworks = policy.imageVouchedBy === 'network';
  const refusals: [AdmissionReason, boolean][] = [
    ['registry_not_allowed', !policy.registries.includes(registryOf(job.image) ?? '')],
    ['image_unsigned', policy.imageVouchedBy === null],
    ['workdir_in_proc', job.workdir !== null && isUnderProc(job.workdir)],
    ['over_memory', job.memoryBytes > limits.memoryBytes],
    ['over_cpu', job.cpuThreads > limits.cpuThreads],
    ['over_pids', job.pids > limits.pids],
    ['over_scratch', job.scratchBytes > limits.scratchBytes],
    ['network_not_allowed', job.network !== 'none' && limits.networkBytes === 0],
    ['over_network', job.network !== 'none' && limits.networkBytes > 0 && job.network.mostBytes > limits.networkBytes],
    ['host_forbidden', job.network !== 'none' && job.network.hosts.some(isForbiddenHost)],
    ['gpu_not_leased', job.gpus.some((uuid) => !policy.leasedGpus.includes(uuid))],
    ['engine_below_floor', policy.engine === 'below_floor' && !isTheNetworks],
    ['engine_unreviewed', policy.engine === 'unreviewed' && !isTheNetworks],
  ];
  const reasons = refusals.flatMap(([reason, isRefused]) => (isRefused ? [reason] : []));
  return reasons.length > 0 ? { kind: 'refused', jobId: job.id, reasons } : { kind: 'admitted', spec: job };
};
