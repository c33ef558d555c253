/** What the owner does with this PC, as far as it stops work, and the rules by which it does. */
import { oc } from '@orpc/contract';
import { z } from 'zod';

/**
 * Why work stands aside:
 * - `full_screen`: a window fills a screen; `game`: a game said that it runs
 * - `program`: one of the owner's list runs
 * - `gpu_in_use`: somebody else works on a GPU
 * - `input`: the owner is here, in an hour that is for when nobody is
 * - `calendar`: an hour that is never for work
 * - `battery`, `metered`: no mains, or a network that is paid by volume
 * - `power`: the GPUs draw more than the owner's cap
 * - `unprofitable`: the power costs more than the floor leaves
 * - `seat`: somebody sits at this seat of a café
 */
export const standAsideCauses = [
  'full_screen',
  'game',
  'program',
  'gpu_in_use',
  'input',
  'calendar',
  'battery',
  'metered',
  'power',
  'unprofitable',
  'seat',
] as const;
export type StandAsideCause = (typeof standAsideCauses)[number];

export const standAsideSchema = z.object({
  cause: z.enum(standAsideCauses),
  /** The program's name, where there is one. */
  program: z.string().nullable(),
  /** GPUs it is about, by id; null: the whole PC. */
  gpuIds: z.array(z.string()).nullable(),
  since: z.number(),
  /** When work comes back, now that the sign is gone; null while it is there. */
  until: z.number().nullable(),
});
export type StandAside = z.infer<typeof standAsideSchema>;

/** Signs that this PC can be asked for; a sign that it does not give stops nothing. */
export const ownerSigns = ['fullScreen', 'games', 'programs', 'input', 'gpuUse', 'battery', 'metered'] as const;
export type OwnerSign = (typeof ownerSigns)[number];

export const seatStates = ['free', 'taken'] as const;
export type SeatState = (typeof seatStates)[number];

export const ownerSchema = z.object({
  /** Gravest first; empty: nothing stops work. */
  standAside: z.array(standAsideSchema),
  /** Which signs can be seen here. */
  seen: z.record(z.enum(ownerSigns), z.boolean()),
  /** As the café said last; null: nobody says. */
  seat: z.enum(seatStates).nullable(),
});
export type Owner = z.infer<typeof ownerSchema>;

export const hourRules = ['work', 'away', 'never'] as const;
export type HourRule = (typeof hourRules)[number];

/** Seven days from Monday, 24 hours each, in the PC's own time. */
export const weekSchema = z.array(z.array(z.enum(hourRules)).length(24)).length(7);
export type Week = z.infer<typeof weekSchema>;

export const allHours = (rule: HourRule): Week =>
  Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => rule));

export const ownerContract = {
  /** What the café's own software says of this seat. It holds until it says something else, or the app ends. */
  seat: oc.input(z.object({ state: z.enum(seatStates) })).output(ownerSchema),
};
