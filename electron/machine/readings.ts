/**
 * Keeps the live readings: looks at the machine again and again while started, often while somebody watches and seldom
 * while nobody does, one look at a time. Reads nothing while stopped.
 */

import type { Readings } from '../../shared/contract/app/machine.ts';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Sample } from './machine.ts';
import { addReading } from './reading-history.ts';
import { createBackgroundWork } from './watch/background-work.ts';

/** What this process has used. `cpuMs` grows from its start. */
export interface OwnUse {
  readonly cpuMs: number;
  readonly memoryBytes: number;
}

export interface ReadingsPorts {
  readonly clock: Clock;
  /** null while there is no inventory to read for. */
  readonly sample: (signal: AbortSignal) => Promise<Sample | null>;
  readonly readOwnUse?: () => OwnUse;
  /** Told of a failure that is nobody's code; the next look is tried all the same. */
  readonly onError: (error: unknown) => void;
  readonly watchedIntervalMs?: number;
  readonly idleIntervalMs?: number;
}

export interface ReadingsService {
  readonly cell: ReadonlyCell<Readings>;
  /** Begins with a look at once; nothing when already started. */
  start(): void;
  /** Ends a look that is under way. @returns when nothing runs any more */
  stop(): Promise<void>;
  /** Looks soon. @returns when it has looked, or at once where it was not started */
  lookNow(): Promise<void>;
  /** A new watcher gets a fresh look at once instead of waiting out the idle interval. */
  setWatched(isWatched: boolean): void;
}

const readProcessUse = (): OwnUse => {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000, memoryBytes: process.memoryUsage.rss() };
};

const nothingRead: Readings = { gpus: {}, cpu: null, own: null };

export const createReadings = (ports: ReadingsPorts): ReadingsService => {
  const { clock, sample, onError, readOwnUse = readProcessUse } = ports;
  const { watchedIntervalMs = 5_000, idleIntervalMs = 60_000 } = ports;
  const cell = createCell<Readings>(nothingRead);
  let isWatched = false;
  let lastOwn: { atMs: number; cpuMs: number } | null = null;
  let wake = new AbortController();
  let isStarted = false;
  let nextLook = Promise.withResolvers<void>();

  /** null on the first look, which has nothing to compare with. */
  const ownUse = (): Readings['own'] => {
    const { cpuMs, memoryBytes } = readOwnUse();
    const atMs = clock.monotonic();
    const before = lastOwn;
    lastOwn = { atMs, cpuMs };
    if (!before || atMs <= before.atMs) return null;
    return { cpuCores: Math.max(0, cpuMs - before.cpuMs) / (atMs - before.atMs), memoryBytes };
  };

  const look = async (signal: AbortSignal): Promise<void> => {
    try {
      const seen = await sample(signal);
      if (signal.aborted) return;
      cell.update((before) => ({
        // A GPU that left the inventory leaves the readings.
        gpus: seen
          ? Object.fromEntries(
              Object.entries(seen.gpus).map(([id, now]) => [id, addReading(before.gpus[id] ?? null, now)]),
            )
          : before.gpus,
        cpu: seen ? addReading(before.cpu, seen.cpu) : before.cpu,
        own: ownUse(),
      }));
    } catch (error) {
      if (!isPerigeeError(error)) onError(error);
    }
  };

  const pause = async (signal: AbortSignal): Promise<void> => {
    try {
      await clock.sleep(isWatched ? watchedIntervalMs : idleIntervalMs, AbortSignal.any([signal, wake.signal]));
    } catch {
      // Woken early: stopped, or somebody began to watch.
    }
  };

  const work = createBackgroundWork(async (signal: AbortSignal): Promise<void> => {
    isStarted = true;
    while (!signal.aborted) {
      const looking = nextLook;
      wake = new AbortController();
      nextLook = Promise.withResolvers();
      await look(signal);
      looking.resolve();
      if (!signal.aborted) await pause(signal);
    }
    isStarted = false;
    nextLook.resolve();
  });

  return {
    cell,
    ...work,
    lookNow: () => {
      wake.abort();
      return isStarted ? nextLook.promise : Promise.resolve();
    },
    setWatched: (next) => {
      if (isWatched === next) return;
      isWatched = next;
      if (next) wake.abort();
    },
  };
};
