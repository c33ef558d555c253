/** What the owner decides. Every value here has an effect somewhere. */
import { oc } from '@orpc/contract';
import { z } from 'zod';

export const settingsSchema = z.object({
  /** BCP 47; null: as the system says. */
  language: z.string().nullable(),
  appearance: z.enum(['system', 'light', 'dark']),
  /** Single keys such as `p` and `g h`. */
  singleKeys: z.boolean(),
  /** Most that a job may use. null: the half of what this PC has. */
  jobCpuThreads: z.number().min(0.5).max(1024).nullable(),
  jobMemoryBytes: z
    .number()
    .int()
    .min(64 * 1024 ** 2)
    .nullable(),
  /** A GPU hotter than this ends the job. */
  temperatureLimitCelsius: z.number().int().min(50).max(100),
  takeJobs: z.boolean(),
  /** GPUs that stay the owner's, by id. */
  gpusOff: z.array(z.string()),
  /** Onboarding was finished. */
  isOnboarded: z.boolean(),
  /** Earning was on when the app last ran, so it resumes. */
  wantsToEarn: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  language: null,
  appearance: 'system',
  singleKeys: true,
  jobCpuThreads: null,
  jobMemoryBytes: null,
  temperatureLimitCelsius: 80,
  takeJobs: true,
  gpusOff: [],
  isOnboarded: false,
  wantsToEarn: false,
};

export const settingsContract = {
  update: oc
    .input(settingsSchema.omit({ wantsToEarn: true }).partial())
    .output(settingsSchema)
    .errors({ SETTINGS_INVALID: { data: z.object({ key: z.string(), detail: z.string() }) } }),
};
