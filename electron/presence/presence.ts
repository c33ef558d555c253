/** Keeps watch over all sources of signs, each on its own: one that fails is not known until it is back. */
import { isDeepStrictEqual } from 'node:util';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { mergeSigns } from './merge-signs.ts';
import { nothingSeen, type OwnerSigns } from './owner-signs.ts';
import type { SignSource } from './sign-source.ts';

export interface Presence {
  readonly signs: ReadonlyCell<OwnerSigns>;
  /** Nothing when already started. */
  start(): void;
  close(): Promise<void>;
}

/** Most sources that are not there now never will be: no screen, no battery, no such tool. */
const shortestPauseMs = 5_000;
const longestPauseMs = 60_000;

export const createPresence = (options: { clock: Clock; log: Log; sources: readonly SignSource[] }): Presence => {
  const { clock, log, sources } = options;
  const closing = new AbortController();
  const parts = new Map<string, Partial<OwnerSigns>>();
  const signs = createCell<OwnerSigns>(nothingSeen, isDeepStrictEqual);
  let running: Promise<unknown> | null = null;

  const put = (name: string, change: Partial<OwnerSigns> | null): void => {
    if (change === null) parts.delete(name);
    else parts.set(name, { ...parts.get(name), ...change });
    signs.set(mergeSigns(parts.values()));
  };
  const keepWatching = async ({ name, watch }: SignSource): Promise<void> => {
    for (let pauseMs = shortestPauseMs; !closing.signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      let hasSeen = false;
      try {
        await watch((change) => {
          hasSeen = true;
          put(name, change);
        }, closing.signal);
      } catch (error) {
        if (hasSeen && !closing.signal.aborted) log.warn('owner_sign_lost', { source: name, detail: String(error) });
      }
      if (closing.signal.aborted) return;
      put(name, null);
      if (hasSeen) pauseMs = shortestPauseMs;
      await clock.sleep(pauseMs, closing.signal).catch(() => undefined);
    }
  };

  return {
    signs,
    start: () => {
      running ??= Promise.all(sources.map(keepWatching));
    },
    close: async () => {
      closing.abort();
      await running;
    },
  };
};
