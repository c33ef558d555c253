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
 * - `noise`: a GPU's fan is louder than the owner's budget, and less power did not help
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
  'noise',
  'unprofitable',
  'seat',
] as const;
export type StandAsideCause = (typeof standAsideCauses)[number];

/** Somebody uses the PC, gravest first. */
export const causesOfUse = ['seat', 'game', 'full_screen', 'program', 'gpu_in_use', 'input'] as const;

/** Signs that a PC can be asked for; a sign that it does not give stops nothing. */
export const ownerSigns = ['fullScreen', 'games', 'programs', 'input', 'gpuUse', 'battery', 'metered'] as const;
export type OwnerSign = (typeof ownerSigns)[number];

export const seatStates = ['free', 'taken'] as const;
export type SeatState = (typeof seatStates)[number];

/** `open`: the owner gave the PIN a moment ago. */
export const lockStates = ['none', 'locked', 'open'] as const;

/** `quiet`: work, within the budgets for quiet hours; `away`: only while the owner is not here. */
export const hourRules = ['work', 'quiet', 'away', 'never'] as const;
export type HourRule = (typeof hourRules)[number];

/** What a GPU's power limit is lowered for. */
export const lowerReasons = ['heat', 'power', 'noise'] as const;
export type LowerReason = (typeof lowerReasons)[number];

/**
 * Why a GPU's power limit is not lowered:
 * - `no_rights`: this account may not; `not_supported`: the card cannot, or no tool sets it
 * - `changed`: somebody set another one meanwhile, which is left alone for an hour
 * - `failed`: the tool did not do it
 */
export const lowerRefusals = ['no_rights', 'not_supported', 'changed', 'failed'] as const;
export type LowerRefusal = (typeof lowerRefusals)[number];

/** @returns seven days of 24 hours, all the same */
export const allHours = <Value>(value: Value): Value[][] =>
  Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => value));
