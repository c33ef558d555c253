/** What the owner decides. Every value here has an effect somewhere. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { allHours } from '../owner-words.ts';
import { weekSchema } from './owner.ts';

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
  /** Of one job's image, and of all that are kept for the next job; images of others do not count. */
  imageBytes: z
    .number()
    .int()
    .min(1024 ** 3)
    .max(64 * 1024 ** 4),
  /** Most that one job may receive and send through the gateway; 0: jobs have no network. */
  jobNetworkBytes: z
    .number()
    .int()
    .min(0)
    .max(1024 ** 4),
  /** The most of it in a second; null: as fast as the line. */
  jobNetworkBytesPerSecond: z
    .number()
    .int()
    .min(16 * 1024)
    .max(1024 ** 4)
    .nullable(),
  /** A GPU hotter than this ends the job. */
  temperatureLimitCelsius: z.number().int().min(50).max(100),
  /** A little below that, the GPU's power limit is lowered first. */
  lowersPowerForHeat: z.boolean(),
  takeJobs: z.boolean(),
  /** Work stands aside while a game runs on a GPU, or a GPU is worked on by somebody else. */
  asideForGames: z.boolean(),
  /** The same while a window fills a screen: films, presentations. */
  asideForFullScreen: z.boolean(),
  /** The same while one of these runs: names of programs as the system lists them, without path. */
  asideForPrograms: z.array(z.string().trim().min(1).max(64)).max(32),
  /** Work comes back this long after the last sign; so long without input also means that the owner is away. */
  comeBackMinutes: z.number().int().min(1).max(120),
  week: weekSchema,
  worksOnBattery: z.boolean(),
  worksOnMetered: z.boolean(),
  /** Of all GPUs together; null: no cap. */
  powerLimitWatts: z.number().int().min(50).max(10_000).nullable(),
  /** The same in quiet hours, where it is less; null: no other cap. */
  quietPowerWatts: z.number().int().min(50).max(10_000).nullable(),
  /** Fastest that a GPU's fan may turn, of its fastest; null: no budget. */
  fanLimitPercent: z.number().int().min(10).max(100).nullable(),
  /** The same in quiet hours, where it is less; null: no other budget. */
  quietFanPercent: z.number().int().min(10).max(100).nullable(),
  /** Of a kilowatt-hour, in the owner's own money; null: not said. */
  powerPrice: z.number().min(0).max(1000).nullable(),
  /** Another price in some hours of the week, row by row as `week`; null: one price for all. */
  tariff: z
    .object({ price: z.number().min(0).max(1000), hours: z.array(z.array(z.boolean()).length(24)).length(7) })
    .nullable(),
  /** What the owner takes one coin for, in the same money; null: not said. */
  coinWorth: z.number().min(0).max(1_000_000).nullable(),
  /** Least that an hour of work leaves after power, in the same money; null: no floor. */
  leastPerHour: z.number().min(-1000).max(1000).nullable(),
  /** The PC does not go to sleep by itself while a job runs. */
  keepsAwake: z.boolean(),
  /** GPUs that stay the owner's, by id. */
  gpusOff: z.array(z.string()),
  /** Onboarding was finished. */
  isOnboarded: z.boolean(),
  /** Earning was on when the app last ran, so it resumes. */
  wantsToEarn: z.boolean(),
  /** The owner only supports others' devices: the account has no device of this PC. */
  supportsOnly: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  language: null,
  appearance: 'system',
  singleKeys: true,
  jobCpuThreads: null,
  jobMemoryBytes: null,
  imageBytes: 40 * 1024 ** 3,
  jobNetworkBytes: 0,
  jobNetworkBytesPerSecond: null,
  temperatureLimitCelsius: 80,
  lowersPowerForHeat: false,
  takeJobs: true,
  asideForGames: true,
  asideForFullScreen: true,
  asideForPrograms: [],
  comeBackMinutes: 5,
  week: allHours('work'),
  worksOnBattery: false,
  worksOnMetered: false,
  powerLimitWatts: null,
  quietPowerWatts: null,
  fanLimitPercent: null,
  quietFanPercent: null,
  powerPrice: null,
  tariff: null,
  coinWorth: null,
  leastPerHour: null,
  keepsAwake: true,
  gpusOff: [],
  isOnboarded: false,
  wantsToEarn: false,
  supportsOnly: false,
};

export const settingsContract = {
  update: oc
    .input(settingsSchema.omit({ wantsToEarn: true, supportsOnly: true }).partial())
    .output(settingsSchema)
    .errors({ SETTINGS_INVALID: { data: z.object({ key: z.string(), detail: z.string() }) } }),
};
