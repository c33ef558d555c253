/** Something done again and again while it is wanted, and never while it is not. */
import type { Clock } from '../../shared/units/time.ts';

export interface Pulse {
  /** True begins with a beat at once; false ends it. Saying the same again changes nothing. */
  setWanted(isWanted: boolean): void;
}

export const createPulse = (options: { clock: Clock; everyMs: () => number; beat: () => void }): Pulse => {
  let running: AbortController | null = null;
  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      options.beat();
      await options.clock.sleep(options.everyMs(), signal).catch(() => undefined);
    }
  };
  return {
    setWanted: (isWanted) => {
      if (isWanted === (running !== null)) return;
      running?.abort();
      running = isWanted ? new AbortController() : null;
      if (running) void run(running.signal);
    },
  };
};
