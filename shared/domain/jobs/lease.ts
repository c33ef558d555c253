/** How long a job may be a device's, beyond the time it may run. */

/** All times together in which it stood still because the owner used the PC; then it is ended. */
export const longestFrozenMs = 60 * 60_000;
