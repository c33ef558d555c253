/**
 * Inferences on this PC, in the core itself: a few milliseconds at a time, and everything else in between. The longest one
 * takes about as long as a picture on a screen, so that no process of its own is worth its start.
 */
import { setImmediate } from 'node:timers/promises';
import { inferInSteps } from '../../shared/domain/inference/infer.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { InferPort } from '../link/inferrer.ts';

/** Then whoever waits for the core has its turn. */
const sliceMs = 4;

/** @param takesJobs  the owner wants this PC to work for others now */
export const inferWith =
  ({ clock, takesJobs }: { readonly clock: Clock; readonly takesJobs: () => boolean }): InferPort =>
  async (task, signal) => {
    if (!takesJobs()) return null;
    const steps = inferInSteps(task);
    let sinceMs = clock.monotonic();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (clock.monotonic() - sinceMs < sliceMs) continue;
      await setImmediate();
      signal.throwIfAborted();
      sinceMs = clock.monotonic();
    }
  };
