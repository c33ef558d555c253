/** What this device would say to a job that is only described: nothing is pulled, and nothing is started. */
import type { ImageVouching, JobJudgement, JobLimits } from '../../shared/contract/app/worker.ts';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { ImageSigner } from '../../shared/contract/network/image-signers.ts';
import { type AdmissionPolicy, idOf } from '../docker/admission/admit-job.ts';
import { readSpec } from '../docker/admission/read-spec.ts';
import type { Engine } from '../docker/engine.ts';
import type { EngineFacts } from '../docker/find-engine.ts';
import { gpuWayFor, noGpuWays } from '../docker/gpu-ways.ts';
import type { ImageSignatures } from '../docker/signatures/image-signatures.ts';
import { imageReasonOf, lookAtImage } from './job-image.ts';
import { admitVouched, type VouchedVerdict } from './vouch-for-image.ts';

/** What the owner lets jobs be here, whatever the engine is. */
export interface JobPolicy {
  /** The most that the owner lets any job use. */
  limits: JobLimits;
  /** Registries that images may come from. */
  registries: readonly string[];
  /** UUIDs of the GPUs that jobs may be given, where the engine can give them. */
  leasedGpus: readonly string[];
  /** Whose Sigstore signatures count for images that the network did not sign; nobody's when left out. */
  imageSigners?: readonly ImageSigner[];
}

/** The owner's limits and GPUs, and no more than the engine has: a virtual machine may be smaller than the PC. */
export const policyOn = (
  { limits, registries, leasedGpus }: JobPolicy,
  engine: Pick<EngineFacts, 'cpuThreads' | 'memoryBytes' | 'verdict' | 'gpuWays'>,
): Omit<AdmissionPolicy, 'imageVouchedBy'> => ({
  registries,
  limits: {
    ...limits,
    cpuThreads: Math.min(limits.cpuThreads, engine.cpuThreads ?? limits.cpuThreads),
    memoryBytes: Math.min(limits.memoryBytes, engine.memoryBytes ?? limits.memoryBytes),
  },
  leasedGpus: leasedGpus.filter((uuid) => gpuWayFor(engine.gpuWays, uuid) !== null),
  engine: engine.verdict,
});

/** No engine to be more careful about: its absence is a reason of its own. */
const noEngine = { cpuThreads: null, memoryBytes: null, verdict: 'sound', gpuWays: noGpuWays } as const;

const factsOf = (engine: Pick<Engine, 'probe'>, signal: AbortSignal): Promise<EngineFacts | null> =>
  engine.probe(signal).catch((error: unknown) => {
    if (isPerigeeError(error) && error.code !== 'CANCELLED') return null;
    throw error;
  });

/**
 * Judges it as the network's own offer would be: with the network's signature for its image, or by Sigstore where signers
 * are given. Whether an engine answers makes no difference to who vouches.
 *
 * @throws CANCELLED
 */
export const judgeJob = async (
  text: string,
  options: {
    engine: Pick<Engine, 'probe' | 'inspectImage' | 'planImage'>;
    policy: JobPolicy;
    mostImageBytes: number;
    signatures?: ImageSignatures | undefined;
    /** null: the network signed. */
    signers: readonly ImageSigner[] | null;
    signal: AbortSignal;
  },
): Promise<JobJudgement> => {
  const { engine, signal } = options;
  const facts = await factsOf(engine, signal);
  const judged = { engine: facts && { version: facts.version, verdict: facts.verdict }, image: null, uncounted: [] };
  const refused = (
    jobId: string | null,
    codes: readonly string[],
    about: 'job' | 'image' = 'job',
    vouchedBy: ImageVouching | null = null,
  ): JobJudgement => ({
    ...{ ...judged, verdict: 'refused', jobId, vouchedBy },
    reasons: [
      ...codes.map((code) => ({ code, about })),
      ...(facts === null ? [{ code: 'no_engine', about: 'engine' as const }] : []),
    ],
  });

  const reading = readSpec(Buffer.from(text));
  if (reading.kind === 'refused') return refused(null, reading.reasons);
  const policy = policyOn(options.policy, facts ?? noEngine);
  const admission = { isSignedByNetwork: options.signers === null, pins: options.signers ?? [] };
  let verdict: VouchedVerdict;
  try {
    verdict = await admitVouched(reading.spec, { policy, signal, signatures: options.signatures, ...admission });
  } catch (error) {
    const reason = imageReasonOf(error);
    if (reason === null) throw error;
    return refused(idOf(reading.spec), [reason], 'image');
  }
  const { vouched } = verdict;
  if (verdict.kind === 'refused')
    return { ...refused(verdict.jobId, verdict.reasons), uncounted: [...verdict.uncounted] };
  const { id: jobId, image } = verdict.spec;
  if (facts === null) return refused(jobId, [], 'job', vouched);
  const look = await lookAtImage({ engine, image, mostBytes: options.mostImageBytes, signal });
  return {
    ...judged,
    verdict: look.reason === null ? 'admitted' : 'refused',
    jobId,
    vouchedBy: vouched,
    reasons: look.reason === null ? [] : [{ code: look.reason, about: 'image' }],
    image: look.plan && { packedBytes: look.plan.packedBytes, layers: look.plan.layers },
  };
};
