/** One place that signs of the owner come from. */
import type { OwnerSigns } from './owner-signs.ts';

export interface SignSource {
  /** For the log. */
  readonly name: string;
  /**
   * Reports what changed until the signal is aborted. Ends or throws where there is nothing to see, or no longer;
   * what it reported is then not known any more, and it is tried again later.
   */
  watch(report: (change: Partial<OwnerSigns>) => void, signal: AbortSignal): Promise<void>;
}

/** Looks again and again. @param everyMs may depend on what was seen @param look throws when there is nothing to look at */
export const polled = (
  name: string,
  everyMs: number | (() => number),
  sleep: (ms: number, signal: AbortSignal) => Promise<void>,
  look: (signal: AbortSignal) => Promise<Partial<OwnerSigns>>,
): SignSource => ({
  name,
  watch: async (report, signal) => {
    while (!signal.aborted) {
      report(await look(signal));
      await sleep(typeof everyMs === 'number' ? everyMs : everyMs(), signal);
    }
  },
});
