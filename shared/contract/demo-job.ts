/** The job that a network offers to show that a device works: small, short, and from a public image by digest. */
import resource from '../../resources/demo-job.json' with { type: 'json' };
import { type JobSpec, jobSpecSchema } from './job-spec.ts';

/** Public busybox, by digest. `--image` on the command line names another, which must have `/bin/sh`. */
export const demoImage: string = resource.image;

/** @throws ZodError when the id or the image is none that a job may have */
export const demoJobSpec = (id: string, image: string = demoImage): JobSpec => {
  const { command, memoryBytes, cpuThreads, pids, scratchBytes, maxSeconds } = resource;
  return jobSpecSchema.parse({
    ...{ id, image, command, memoryBytes, cpuThreads, pids, scratchBytes, maxSeconds },
    ...{ env: {}, workdir: null, gpus: [], network: 'none' },
  });
};
