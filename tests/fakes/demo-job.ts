/** The demo job as a network offers it, for tests that need a sound job and not the network. */
import resource from '../../resources/demo-job.json' with { type: 'json' };
import { type JobSpec, jobSpecSchema } from '../../shared/contract/job-spec.ts';

export const demoImage: string = resource.image;

export const demoJobSpec = (id: string, image: string = demoImage): JobSpec =>
  jobSpecSchema.parse({
    ...{ id, image, command: resource.command, maxSeconds: resource.maxSeconds, env: {}, workdir: null, gpus: [] },
    ...{ memoryBytes: 64 * 1024 ** 2, cpuThreads: 0.5, pids: 32, scratchBytes: 0, network: 'none' },
  });
