/** Points in time and lengths of time, and the clock that the app is given instead of taking one. */

/** Milliseconds since 1970-01-01 UTC. */
export type EpochMs = number;

export interface Clock {
  /** Wall-clock time; may jump when the system clock is set. */
  now(): EpochMs;
  /** Milliseconds that only ever grow; for durations. */
  monotonic(): number;
  /** Resolves after `delayMs`, or rejects with the signal's reason as soon as it is aborted. */
  sleep(delayMs: number, signal?: AbortSignalLike): Promise<void>;
}

/** The part of AbortSignal that shared code needs, without the DOM's or Node's types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
