/** The real clock with its lengths of time shortened, so that a deadline of seconds passes in milliseconds. */
import { systemClock } from '../../../electron/core/system-clock.ts';
import type { Clock } from '../../../shared/units/time.ts';

/** @param factor  how many times faster time passes; the wall clock stays true */
export const createHurriedClock = (factor: number): Clock => ({
  ...systemClock,
  monotonic: () => systemClock.monotonic() * factor,
  sleep: (delayMs, signal) => systemClock.sleep(delayMs / factor, signal),
});
