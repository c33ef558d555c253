/** What this device would say to a job, without a core: by the owner's limits as they come. Changes nothing. */
import { defaultSettings } from '../../shared/contract/app/settings.ts';
import type { JobJudgement } from '../../shared/contract/app/worker.ts';
import type { ImageSigner } from '../../shared/contract/network/image-signers.ts';
import { connectEngine } from '../docker/engine.ts';
import { judgeJob } from '../worker/judge-job.ts';
import { readDemoJob } from './demo-job.ts';
import { jobPolicyOf, openImageSignatures } from './job-policy.ts';
import type { CorePorts } from './ports.ts';

/** @param signers whose Sigstore signatures count for its image; null: the network signed for it @throws CANCELLED */
export const judgeAlone = async (
  text: string,
  signers: readonly ImageSigner[] | null,
  ports: Pick<CorePorts, 'clock' | 'resourcesDir' | 'demoImage' | 'registries' | 'engineSocketPath'>,
  signal: AbortSignal,
): Promise<JobJudgement> => {
  const { clock, engineSocketPath } = ports;
  const engine = connectEngine({
    ...(engineSocketPath === null ? {} : { socketPaths: [engineSocketPath] }),
    owner: 'none',
    clock,
  });
  const policy = jobPolicyOf(defaultSettings, ports, readDemoJob(ports.resourcesDir, ports.demoImage), null, []);
  try {
    return await judgeJob(text, {
      ...{ engine, policy, mostImageBytes: defaultSettings.imageBytes, signers, signal },
      signatures: openImageSignatures(ports),
    });
  } finally {
    engine.close();
  }
};
