/** How long work waits after starts that did not last, so that a PC whose driver or disk ends the app is left in peace. */

/** Starts in a row that may fail before work waits at all. */
export const patience = 3;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;

/** @param failed starts in a row that did not last; @returns 0 while nothing is wrong */
export const waitAfter = (failed: number): number =>
  failed < patience ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(10, failed - patience));
