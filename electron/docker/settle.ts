/** Makes every call to the engine settle: by its answer, by the caller's signal, by a deadline, or by a silent engine. */
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { Clock } from '../../shared/units/time.ts';

export interface SettleOptions {
  clock: Clock;
  deadlineMs: number;
  /** The caller's; aborting it ends the call with CANCELLED. */
  signal?: AbortSignal | undefined;
  /** What the call fails with when the deadline has passed. */
  lateError: () => Error;
  /**
   * For calls that may rightly take long: asked every `intervalMs` whether the engine still answers at all; when it
   * throws, the call fails with that.
   */
  pulse?: { intervalMs: number; check: (signal: AbortSignal) => Promise<void> } | undefined;
}

/** @param act is given a signal that is aborted as soon as nobody waits for it any more */
export const settle = async <T>(act: (signal: AbortSignal) => Promise<T>, options: SettleOptions): Promise<T> => {
  const { clock, deadlineMs, signal, lateError, pulse } = options;
  if (signal?.aborted) throw new PerigeeError('CANCELLED', {}, { cause: signal.reason });
  const controller = new AbortController();
  const inner = controller.signal;
  const cancelled = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(new PerigeeError('CANCELLED', {}, { cause: signal.reason })), {
      once: true,
      signal: inner,
    });
  });
  const late = clock.sleep(deadlineMs, inner).then((): never => {
    throw lateError();
  });
  const silent = async (): Promise<never> => {
    for (;;) {
      await clock.sleep(pulse?.intervalMs ?? deadlineMs, inner);
      await pulse?.check(inner);
    }
  };
  const racers = [act(inner), cancelled, late, ...(pulse ? [silent()] : [])];
  // Whoever loses the race is aborted below and rejects with nobody listening.
  for (const racer of racers) racer.catch(() => {});
  try {
    return await Promise.race(racers);
  } finally {
    controller.abort();
  }
};
