/** What jobs may be here: the owner's limits, and the places that images may come from. */
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Inventory } from '../../shared/contract/app/machine.ts';
import type { Settings } from '../../shared/contract/app/settings.ts';
import type { ImageSigner } from '../../shared/contract/network/image-signers.ts';
import { jobLimitsOf } from '../device/job-limits.ts';
import { registryOf } from '../docker/admission/admit-job.ts';
import { createImageSignatures, type ImageSignatures } from '../docker/signatures/image-signatures.ts';
import type { JobPolicy } from '../worker/judge-job.ts';
import type { DemoJob } from './demo-job.ts';
import type { CorePorts } from './ports.ts';

/** Public registries that answer by digest over TLS. A signature for the image is asked for besides. */
const publicRegistries = ['docker.io', 'ghcr.io', 'nvcr.io', 'quay.io'];

/**
 * Those that can work and that the owner did not keep: NVIDIA's, and AMD's cards of their own. Intel's cannot be told
 * apart inside a container, and a processor's graphics draw the owner's screen.
 */
const lendableGpus = (gpus: Inventory['gpus'], gpusOff: readonly string[]): string[] =>
  gpus.flatMap(({ id, vendor, kind, uuid, unusable }) => {
    const isLendable = vendor.value === 'nvidia' || (vendor.value === 'amd' && kind === 'discrete');
    return isLendable && unusable === null && uuid.value !== null && !gpusOff.includes(id) ? [uuid.value] : [];
  });

/** By the trust root that comes with the app. */
export const openImageSignatures = ({ resourcesDir }: Pick<CorePorts, 'resourcesDir'>): ImageSignatures =>
  createImageSignatures(join(resourcesDir, 'sigstore/trusted_root.json'));

export const jobPolicyOf = (
  settings: Settings,
  { registries }: Pick<CorePorts, 'registries'>,
  demoJob: Pick<DemoJob, 'image'>,
  inventory: Pick<Inventory, 'gpus'> | null,
  imageSigners: readonly ImageSigner[],
): JobPolicy => ({
  limits: jobLimitsOf(settings, { cpuThreads: availableParallelism(), memoryBytes: totalmem() }),
  registries: [...publicRegistries, registryOf(demoJob.image) ?? '', ...registries],
  leasedGpus: lendableGpus(inventory?.gpus ?? [], settings.gpusOff),
  imageSigners,
});
