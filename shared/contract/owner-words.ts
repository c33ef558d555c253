/** The words that the owner's rules are made of. Apart from their schemas, whose library the pages do without. */

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

/** Signs that a PC can be asked for; a sign that it does not give stops nothing. */
export const ownerSigns = ['fullScreen', 'games', 'programs', 'input', 'gpuUse', 'battery', 'metered'] as const;
export type OwnerSign = (typeof ownerSigns)[number];

export const seatStates = ['free', 'taken'] as const;
export type SeatState = (typeof seatStates)[number];

/** `open`: the owner gave the PIN a moment ago. */
export const lockStates = ['none', 'locked', 'open'] as const;

export const hourRules = ['work', 'away', 'never'] as const;
export type HourRule = (typeof hourRules)[number];

/** @returns seven days of 24 hours, all the same */
export const allHours = <Value>(value: Value): Value[][] =>
  Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => value));
