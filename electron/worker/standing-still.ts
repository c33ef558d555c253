/** One container made to stand still while the owner uses the PC, kept so, and let go on. */
import { longestFrozenMs } from '../../shared/domain/jobs/lease.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Engine } from '../docker/engine.ts';
import { isRefusal } from '../docker/engine-error.ts';
import { frozenMsOf, type JobEvent, type JobRecord } from './job-machine.ts';

export interface StandingStill {
  /** @returns whether it stands still now; a job that cannot is asked to end instead */
  freeze(containerId: string): Promise<boolean>;
  /** Until it is interrupted, its end, or the longest time that a renter is kept waiting. */
  keep(containerId: string, interrupt: AbortSignal): Promise<void>;
  thaw(containerId: string): Promise<void>;
}

export const createStandingStill = (options: {
  engine: Engine;
  clock: Clock;
  record: () => JobRecord;
  apply: (event: JobEvent) => unknown;
  note: (text: string) => void;
  closeSignal: AbortSignal;
}): StandingStill => {
  const { engine, clock, record, apply, note, closeSignal } = options;
  /** When it has lasted long enough, in monotonic milliseconds; null while it does not last. */
  let untilMs: number | null = null;
  const endIt = (): unknown => apply({ kind: 'stop_asked', reason: 'owner_returned' });

  return {
    freeze: async (containerId) => {
      try {
        await engine.freeze(containerId, closeSignal);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // It may have ended just now, which the next look shows; or this engine cannot.
        if ((await engine.inspect(containerId, closeSignal))?.status === 'running') endIt();
        return false;
      }
      apply({ kind: 'froze', at: clock.now() });
      note('frozen: the owner uses the PC');
      return true;
    },
    keep: async (containerId, interrupt) => {
      // Fixed when it begins: a clock that is set meanwhile keeps nobody waiting longer, nor ends a job early.
      untilMs ??= clock.monotonic() + longestFrozenMs - frozenMsOf(record(), clock.now());
      const leftMs = untilMs - clock.monotonic();
      if (leftMs <= 0) {
        endIt();
        return;
      }
      const inner = new AbortController();
      const signal = AbortSignal.any([closeSignal, interrupt, inner.signal]);
      try {
        await Promise.race([engine.wait(containerId, signal), clock.sleep(leftMs, signal)]);
      } catch (error) {
        if (!interrupt.aborted) throw error;
      } finally {
        inner.abort();
      }
    },
    thaw: async (containerId) => {
      await engine.thaw(containerId, closeSignal);
      untilMs = null;
      apply({ kind: 'thawed', at: clock.now() });
      note('goes on');
    },
  };
};
