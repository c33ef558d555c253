/**
 * Time as everyone has it who shares a store. Where processes share one, the database says when an hour has ended, and a
 * process whose own clock is off says the same; in a folder of one process, its own clock does.
 */
import type { Clock, EpochMs } from '../../shared/units/time.ts';

export interface StoreClock extends Clock {
  /** Asks whoever decides, and keeps `now` in step with the answer. What ends an hour asks, and never reads `now`. */
  ask(): Promise<EpochMs>;
}

/** The process's own clock decides. */
export const ownClock = (clock: Clock): StoreClock => ({ ...clock, ask: async () => clock.now() });

/**
 * The database decides. Between two answers `now` goes on by monotonic time, so that no jump of this machine's clock
 * reaches it.
 *
 * @param read  the database's time
 */
export const sharedClock = async (clock: Clock, read: () => Promise<EpochMs>): Promise<StoreClock> => {
  // An answer that was long on its way is late, never early: an hour may end a moment after it ended, not before.
  const heard = async () => ({ at: await read(), monotonicMs: clock.monotonic() });
  let known = await heard();
  return {
    now: () => Math.floor(known.at + clock.monotonic() - known.monotonicMs),
    monotonic: clock.monotonic,
    sleep: clock.sleep,
    ask: async () => {
      known = await heard();
      return known.at;
    },
  };
};
