/** How well a processor's threads work together. Pure. */

/**
 * What all threads give, as a part of what that many times the single thread would be: 1 is perfect; two threads of one
 * core share its units, so half or a little more is usual there.
 *
 * @param single rate of one thread, above 0
 * @param all rate of all of them, same unit
 * @returns above 0; a little above 1 happens when the single thread was disturbed
 */
export const scalingEfficiency = (single: number, all: number, threads: number): number => all / (single * threads);
