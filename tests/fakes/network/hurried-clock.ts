/** The real clock with its lengths of time shortened, so that a deadline of seconds passes in milliseconds. */
import type { Clock } from '../../../shared/units/time.ts';

/** @param factor  how many times faster time passes; the wall clock stays true */
export const createHurriedClock = (factor: number): Clock => ({
  now: () => Date.now(),
  monotonic: () => performance.now() * factor,
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      }, delayMs / factor);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
});
