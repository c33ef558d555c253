/**
 * The child's sign of life, and its watch on the device that it waits for. The beat needs the event loop alone: a driver
 * that blocks the loop ends it, and its absence is then the sign. A device that does not come back leaves the loop alive,
 * since Dawn waits without blocking; so each wait is watched here and reported when it is too long.
 */
import type { ProbeReport } from './messages.ts';
import { type Bound, patienceMs } from './patience.ts';

/** Does `work` as one wait for the device, or as one step that may block this thread. One at a time. */
export type Watch = <T>(bound: Bound, work: () => T | Promise<T>) => Promise<T>;

/** For a session that nobody waits for. */
export const unwatched: Watch = async (_, work) => work();

export interface Heartbeat {
  watch: Watch;
  stop(): void;
}

const beatMs = 1000;
const lookMs = 250;
/** A process that did not run for a while, such as in a system that slept, has not waited all that time. */
const mostLookMs = 2 * lookMs;

/**
 * Beats at once, then every second, and where the bound becomes another.
 *
 * @param resting the bound outside of every watch
 */
export const startHeartbeat = (resting: Bound, send: (report: ProbeReport) => void): Heartbeat => {
  let wait: { bound: Bound; waitedMs: number } | null = null;
  let lookedAt = performance.now();
  let beatAt = lookedAt;

  const beat = (): void => {
    beatAt = performance.now();
    send({ kind: 'beat', bound: wait?.bound ?? resting });
  };
  const look = (): void => {
    const now = performance.now();
    const passedMs = Math.min(mostLookMs, now - lookedAt);
    lookedAt = now;
    if (now - beatAt >= beatMs - lookMs / 2) beat();
    if (!wait) return;
    const limitMs = patienceMs[wait.bound];
    const isNews = wait.waitedMs < limitMs;
    wait.waitedMs += passedMs;
    if (isNews && wait.waitedMs >= limitMs) send({ kind: 'hung', waitedMs: limitMs });
  };
  const timer = setInterval(look, lookMs);
  beat();

  return {
    watch: async (bound, work) => {
      const own = { bound, waitedMs: 0 };
      wait = own;
      const isChange = bound !== resting;
      if (isChange) {
        beat();
        // what follows may block this thread before the message has left it
        await new Promise((resume) => setImmediate(resume));
      }
      try {
        return await work();
      } finally {
        if (wait === own) wait = null;
        if (isChange) beat();
      }
    },
    stop: () => clearInterval(timer),
  };
};
