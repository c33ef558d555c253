/** From the single round trips to what is kept of a way. Pure. */
import type { RoundTrip } from '../../contract/network/proofs.ts';

/**
 * @param tookMs in the order in which they were clocked
 * @returns null when none was
 */
export const roundTripOf = (tookMs: readonly number[]): RoundTrip | null => {
  if (tookMs.length === 0) return null;
  const steps = tookMs.slice(1).map((ms, at) => Math.abs(ms - (tookMs[at] as number)));
  return {
    floorMs: Math.min(...tookMs),
    jitterMs: steps.length === 0 ? null : steps.reduce((sum, step) => sum + step, 0) / steps.length,
  };
};
