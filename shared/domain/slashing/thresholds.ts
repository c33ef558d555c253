/**
 * From when on what a device does is an offence at all. What it costs is in `offences.ts`.
 * Source: the network's rule set, section (e).
 */

/** O1: fewer minutes than this in a hired hour. */
export const hiredMinutesNeeded = 54;

/** O3: so many proofs failed in a row while ready, by a device that has passed one before. */
export const failuresForOffence = 24;

/** O4: more network hours than this offline in one contract. */
export const mostOfflineHours = 48;
