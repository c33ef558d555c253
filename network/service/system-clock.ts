/** The clock of this machine. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../shared/units/time.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (delayMs, signal) => {
    if (signal === undefined) {
      await delay(delayMs);
      return;
    }
    // Node's timer wants its own AbortSignal; this one may come from anywhere.
    const own = new AbortController();
    const abort = (): void => own.abort(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await delay(delayMs, undefined, { signal: own.signal });
    } finally {
      signal.removeEventListener('abort', abort);
    }
  },
};
