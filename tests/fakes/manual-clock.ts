/** A clock that stands still until it is moved. Sleepers wake when their moment is passed. */
import type { AbortSignalLike, Clock } from '../../shared/units/time.ts';

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** As `advance`, after what can go on by itself has, and until what was woken has gone on. */
  pass(ms: number): Promise<void>;
  sleeping(): number;
}

/** Lets every promise that can go on go on. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

export const createManualClock = (startAt: number): ManualClock => {
  let now = startAt;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const advance = (ms: number): void => {
    now += ms;
    for (const sleeper of [...sleepers]) {
      if (sleeper.at > now) continue;
      sleepers.delete(sleeper);
      sleeper.wake();
    }
  };
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
    advance,
    pass: async (ms) => {
      await settle();
      advance(ms);
      await settle();
    },
    sleeping: () => sleepers.size,
  };
};
