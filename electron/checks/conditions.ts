/** Under what conditions a GPU was measured: its own readings while the check ran, and what they come to. */
import type { Conditions } from '../../shared/contract/app/checks.ts';
import type { Reading } from '../../shared/contract/app/machine.ts';
import type { Clock } from '../../shared/units/time.ts';

const everyMs = 1000;

/**
 * Looks at the live reading each second until `signal` is aborted.
 *
 * @returns a function that looks once more and gives all readings that were taken since the beginning, each once
 */
export const followReadings = (
  read: () => Reading | null,
  clock: Clock,
  signal: AbortSignal,
): (() => readonly Reading[]) => {
  const since = clock.now();
  const seen = new Map<number, Reading>();
  const look = (): void => {
    const reading = read();
    // an older one tells of the time before
    if (reading !== null && reading.at >= since) seen.set(reading.at, reading);
  };
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      look();
      await clock.sleep(everyMs, signal);
    }
  };
  follow().catch(() => undefined);
  return () => {
    look();
    return [...seen.values()];
  };
};

const known = (readings: readonly Reading[], name: keyof Reading): number[] =>
  readings.map((reading) => reading[name]).filter((value) => value !== null);

const medianOf = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};

export const highestOf = (readings: readonly Reading[], name: keyof Reading): number | null => {
  const values = known(readings, name);
  return values.length === 0 ? null : Math.max(...values);
};

/** Clocks and power by their middle, heat by its peak. @returns null when no tool says anything */
export const conditionsOf = (readings: readonly Reading[]): Conditions | null => {
  const conditions: Conditions = {
    coreClockMhz: medianOf(known(readings, 'coreClockMhz')),
    memoryClockMhz: medianOf(known(readings, 'memoryClockMhz')),
    temperatureCelsius: highestOf(readings, 'temperatureCelsius'),
    powerWatts: medianOf(known(readings, 'powerWatts')),
  };
  return Object.values(conditions).every((value) => value === null) ? null : conditions;
};
