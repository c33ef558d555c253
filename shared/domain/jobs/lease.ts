/**
 * How long a job may be a device's: until its offer must be answered, until it must have begun, how long its lease lasts
 * without a word, and what renews it. Pure.
 */
import type { EpochMs } from '../../units/time.ts';

/** All times together in which it stood still because the owner used the PC; then it is ended. */
export const longestFrozenMs = 60 * 60_000;

/** A device that has not answered an offer by then is passed over. */
export const answerWithinMs = 2 * 60_000;

/** From its offer on: fetching the image is most of it. A job that has not begun by then never does. */
export const startWithinMs = 30 * 60_000;

/** Beyond the job's own longest run: stopping, and reporting after an outage. */
const leaseSlackMs = 60 * 60_000;

/** From its acceptance on, whatever is heard of it. */
export const longestLeaseMs = (spec: { readonly maxSeconds: number }): number =>
  startWithinMs + spec.maxSeconds * 1000 + longestFrozenMs + leaseSlackMs;

const shortestHoldMs = 5 * 60_000;

/** How long a device may be silent and keep its job: half a network hour, and time enough to start again in any case. */
export const leaseHoldMs = (hourMs: number): number => Math.max(shortestHoldMs, Math.floor(hourMs / 2));

/** Where a lease is, from what its device told last. */
export type LeasePhase = 'starting' | 'running' | 'frozen';

/**
 * Whether a heartbeat renews a lease. A device that says `ready`, while its job should be running, has lost it.
 *
 * @param lease.acceptedAt  when the network heard of it
 */
export const isRenewedBy = (
  state: 'ready' | 'hired' | 'paused',
  lease: { readonly phase: LeasePhase; readonly acceptedAt: EpochMs },
  now: EpochMs,
): boolean => {
  switch (lease.phase) {
    case 'starting':
      return now < lease.acceptedAt + startWithinMs;
    case 'running':
      return state !== 'ready';
    case 'frozen':
      return true;
  }
};
