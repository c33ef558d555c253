/**
 * Adds up what the GPUs that take part draw while they do, by network hour, and what that cost at the price of the moment.
 * It counts what was measured and fills no gap: where one GPU does not say what it draws, nothing is counted.
 */
import { z } from 'zod';
import type { Clock } from '../../shared/units/time.ts';

export const energyHourSchema = z.object({
  /** Start of the network hour, epoch ms. */
  from: z.number(),
  joules: z.number().nonnegative(),
  /** Time that was measured. */
  measuredMs: z.number().nonnegative(),
  /** Of the joules, those that were drawn when the owner had named a price; and their cost in the owner's own money. */
  pricedJoules: z.number().nonnegative(),
  cost: z.number(),
});
export type EnergyHour = z.infer<typeof energyHourSchema>;

export interface EnergyStore {
  get(id: string): EnergyHour | null;
  /** In the order of their ids. */
  list(): EnergyHour[];
  /** Durable when it returns. */
  put(id: string, value: EnergyHour): void;
  remove(id: string): void;
}

export interface EnergyMeter {
  /** Something was measured. */
  note(): void;
  /** Every hour that is kept, oldest first. */
  hours(): EnergyHour[];
  close(): void;
}

/** A longer gap between two readings is no measurement: the PC slept, or its tool did not answer. */
const longestGapMs = 150_000;
const savedEveryMs = 60_000;
/** Thirty days, and a little more. */
const keptHours = 750;
const joulesPerKilowattHour = 3_600_000;

const idOf = (from: number): string => String(from).padStart(16, '0');
const emptyHour = (from: number): EnergyHour => ({ from, joules: 0, measuredMs: 0, pricedJoules: 0, cost: 0 });

export const createEnergyMeter = (options: {
  clock: Clock;
  store: EnergyStore;
  /** Of all GPUs that take part, now; null: they do not, or one of them does not say. */
  watts: () => number | null;
  /** Start of the running network hour; null: not known. */
  hourStartsAt: () => number | null;
  /** Of a kilowatt-hour now; null: the owner named none. */
  price: () => number | null;
  /** The disk is full, or the folder is gone: what was measured is lost, and nothing else. */
  onError: (error: unknown) => void;
}): EnergyMeter => {
  const { clock, store } = options;
  let before: { monotonicMs: number; watts: number } | null = null;
  let hour: EnergyHour | null = null;
  let savedMs = clock.monotonic();

  const save = (): void => {
    savedMs = clock.monotonic();
    if (hour === null) return;
    try {
      store.put(idOf(hour.from), hour);
    } catch (error) {
      options.onError(error);
    }
  };
  const turnTo = (from: number): EnergyHour => {
    save();
    for (const { from: old } of store.list().slice(0, -keptHours)) store.remove(idOf(old));
    return store.get(idOf(from)) ?? emptyHour(from);
  };

  return {
    note: () => {
      const watts = options.watts();
      const from = options.hourStartsAt();
      if (watts === null || from === null) {
        before = null;
        return;
      }
      const monotonicMs = clock.monotonic();
      const passedMs = before === null ? 0 : monotonicMs - before.monotonicMs;
      if (before !== null && passedMs > 0 && passedMs <= longestGapMs) {
        const known = hour?.from === from ? hour : turnTo(from);
        const joules = (((before.watts + watts) / 2) * passedMs) / 1_000;
        const price = options.price();
        hour = {
          from,
          joules: known.joules + joules,
          measuredMs: known.measuredMs + passedMs,
          pricedJoules: known.pricedJoules + (price === null ? 0 : joules),
          cost: known.cost + (price === null ? 0 : (joules / joulesPerKilowattHour) * price),
        };
        if (monotonicMs - savedMs >= savedEveryMs) save();
      }
      before = { monotonicMs, watts };
    },
    hours: () => {
      save();
      return store.list();
    },
    close: save,
  };
};

/**
 * What energy cost: at the price of its moment where there was one, at today's for the rest.
 *
 * @param priceAt  of a kilowatt-hour, by the tariff as it is now; null: none is named
 * @returns null when some of it has no price
 */
export const costOf = (hours: readonly EnergyHour[], priceAt: (at: number) => number | null): number | null => {
  let cost = 0;
  for (const hour of hours) {
    const unpriced = hour.joules - hour.pricedJoules;
    const price = unpriced > 0 ? priceAt(hour.from) : 0;
    if (price === null) return null;
    cost += hour.cost + (unpriced / joulesPerKilowattHour) * price;
  }
  return cost;
};
