/** The job that Localnet's play renter offers: an image by digest that comes with the app, or the one it was given. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { imageReferencePattern } from '../../shared/contract/job-spec.ts';

const demoJobSchema = z.object({
  image: z.string().regex(imageReferencePattern),
  command: z.array(z.string()),
  maxSeconds: z.number().int().positive(),
});
export type DemoJob = z.infer<typeof demoJobSchema>;

/** @param image in place of the app's own; it then runs as the image itself says */
export const readDemoJob = (resourcesDir: string, image: string | null): DemoJob => {
  const own = demoJobSchema.parse(JSON.parse(readFileSync(join(resourcesDir, 'demo-job.json'), 'utf8')));
  return image === null ? own : { ...own, image, command: [] };
};

/** Seldom enough that proofs, which a hired device is spared, go on between. */
const demoJobEveryHours = 12;

/** Whether the play renter offers a job at the end of this hour; it offers one at each joining besides. */
export const isDemoJobDue = (epoch: number): boolean => epoch % demoJobEveryHours === demoJobEveryHours - 1;
