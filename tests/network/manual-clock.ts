/** A clock that stands still until it is moved. Sleepers wake when their moment is passed. */
import type { AbortSignalLike, Clock } from '../../shared/units/time.ts';

export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export const createManualClock = (startAt: number): ManualClock => {
  let now = startAt;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  return {
    now: () => now,
    monotonic: () => now - startAt,
    sleep: (delayMs: number, signal?: AbortSignalLike) =>
      new Promise<void>((resolve, reject) => {
        const sleeper = { at: now + delayMs, wake: resolve };
        sleepers.add(sleeper);
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        if (signal?.aborted) stop();
        else signal?.addEventListener('abort', stop, { once: true });
      }),
    advance: (ms) => {
      now += ms;
      for (const sleeper of [...sleepers]) {
        if (sleeper.at > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
};
