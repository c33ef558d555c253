/**
 * Checks and proofs use the same hardware, never at the same time, and a proof goes first: its challenge has a deadline,
 * a check has none. A check's step is stopped and begins again once no proof is under way.
 */
import { PerigeeError } from '../../shared/contract/codes.ts';

export interface RightOfWay {
  /**
   * Runs one step, waiting for the proofs under way, and runs it again each time that a proof came first.
   *
   * @param attempt is ended within a second of its signal, and has let go of the hardware when it settles
   * @param onGaveWay told each time; what it throws ends the step
   * @throws CANCELLED when `signal` aborts while it waits, else what `attempt` or `onGaveWay` throws
   */
  step<T>(signal: AbortSignal, attempt: (signal: AbortSignal) => Promise<T>, onGaveWay: () => void): Promise<T>;
  /**
   * Stops the step in progress. Several proofs may be under way.
   *
   * @returns once the step has ended: a function that gives the way back
   * @throws CANCELLED when `signal` aborts first
   */
  proof(signal: AbortSignal): Promise<() => void>;
}

const cancelled = (): PerigeeError => new PerigeeError('CANCELLED', {});

/** @returns once `wanted` has resolved. @throws CANCELLED when `signal` aborts first */
const unlessAborted = async (wanted: Promise<void>, signal: AbortSignal): Promise<void> => {
  if (signal.aborted) throw cancelled();
  const over = new AbortController();
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
  });
  await Promise.race([wanted, aborted]);
  over.abort();
  if (signal.aborted) throw cancelled();
};

/** For one run of checks at a time, whose steps follow one another. */
export const createRightOfWay = (): RightOfWay => {
  let proofs = 0;
  let { promise: free, resolve: clear } = Promise.withResolvers<void>();
  clear();
  let current: { stop: AbortController; ended: Promise<void> } | null = null;

  const leaveOnce = (): (() => void) => {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      proofs -= 1;
      if (proofs === 0) clear();
    };
  };

  return {
    step: async (signal, attempt, onGaveWay) => {
      for (;;) {
        while (proofs > 0) await unlessAborted(free, signal);
        const stop = new AbortController();
        const { promise: ended, resolve: end } = Promise.withResolvers<void>();
        current = { stop, ended };
        try {
          return await attempt(AbortSignal.any([signal, stop.signal]));
        } catch (error) {
          if (signal.aborted || !stop.signal.aborted) throw error;
        } finally {
          current = null;
          end();
        }
        onGaveWay();
      }
    },
    proof: async (signal) => {
      if (proofs === 0) ({ promise: free, resolve: clear } = Promise.withResolvers<void>());
      proofs += 1;
      const leave = leaveOnce();
      const step = current;
      step?.stop.abort();
      try {
        await unlessAborted(step?.ended ?? Promise.resolve(), signal);
      } catch (error) {
        leave();
        throw error;
      }
      return leave;
    },
  };
};
