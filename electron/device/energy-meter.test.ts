import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../tests/fakes/manual-clock.ts';
import { costOf, createEnergyMeter, type EnergyHour, type EnergyStore } from './energy-meter.ts';
import { runningHourOf, wattsOfWork } from './measured-work.ts';

const memoryStore = (): EnergyStore & { puts: number } => {
  const kept = new Map<string, EnergyHour>();
  return {
    puts: 0,
    get: (id) => kept.get(id) ?? null,
    list: () => [...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, hour]) => hour),
    put(id, hour) {
      this.puts += 1;
      kept.set(id, hour);
    },
    remove: (id) => void kept.delete(id),
  };
};

const bench = (store = memoryStore()) => {
  const clock = createManualClock(1_000_000);
  const now = { watts: 100 as number | null, hour: 0 as number | null, price: 0.5 as number | null };
  const errors: unknown[] = [];
  const meter = createEnergyMeter({
    ...{ clock, store, watts: () => now.watts, hourStartsAt: () => now.hour, price: () => now.price },
    onError: (error) => errors.push(error),
  });
  const measure = (seconds: number): void => {
    clock.advance(seconds * 1_000);
    meter.note();
  };
  meter.note();
  return { meter, now, measure, store, errors };
};

describe('the power of work', () => {
  it('is added up between readings, and priced at the price of the moment', () => {
    const { meter, now, measure } = bench();
    measure(60);
    now.watts = 200;
    measure(60);
    now.price = 1;
    measure(60);
    const [hour] = meter.hours();
    expect(hour).toMatchObject({ from: 0, joules: 6_000 + 9_000 + 12_000, measuredMs: 180_000, pricedJoules: 27_000 });
    expect(hour?.cost).toBeCloseTo((15_000 * 0.5 + 12_000) / 3_600_000, 12);
  });

  it('fills no gap in which nothing was read', () => {
    const { meter, now, measure } = bench();
    measure(151);
    now.watts = null;
    measure(60);
    now.watts = 100;
    measure(60);
    measure(60);
    expect(meter.hours()).toMatchObject([{ joules: 6_000, measuredMs: 60_000 }]);
  });

  it('goes on where it was after a start, and keeps hours apart', () => {
    const store = memoryStore();
    const first = bench(store);
    first.measure(60);
    first.now.hour = 3_600_000;
    first.measure(60);
    first.meter.close();
    const second = bench(store);
    second.now.hour = 3_600_000;
    second.measure(60);
    expect(second.meter.hours().map(({ from, joules }) => [from, joules])).toEqual([
      [0, 6_000],
      [3_600_000, 12_000],
    ]);
  });

  it('is written down once a minute, not at every reading, and forgets what is older than a month', () => {
    const { meter, now, measure, store } = bench();
    for (let at = 0; at < 24; at += 1) measure(5);
    expect(store.puts).toBeLessThanOrEqual(2);
    for (let hour = 1; hour <= 800; hour += 1) {
      now.hour = hour * 3_600_000;
      measure(60);
    }
    expect(meter.hours().length).toBeLessThanOrEqual(752);
  });

  it('that cannot be written down is told, and measuring goes on', () => {
    const store = memoryStore();
    const full = {
      ...store,
      put: () => {
        throw new Error('full');
      },
    };
    const { measure, meter, errors } = bench(full as never);
    measure(60);
    measure(60);
    meter.close();
    expect(errors.length).toBeGreaterThan(0);
  });

  it('costs today’s price where none was named then, and is not known without one', () => {
    const hour = { from: 7, joules: 7_200_000, measuredMs: 1, pricedJoules: 3_600_000, cost: 0.25 };
    expect(costOf([hour], (at) => at / 10)).toBeCloseTo(0.25 + 0.7, 12);
    expect(costOf([hour], () => null)).toBeNull();
    expect(costOf([{ ...hour, pricedJoules: hour.joules }], () => null)).toBe(0.25);
  });
});

describe('what counts as work', () => {
  const reading = (powerWatts: number | null) => ({ now: { powerWatts } }) as never;
  it('is the power of the GPUs that take part, while they do', () => {
    const gpus = { a: reading(100), b: reading(50), c: reading(7) };
    expect(wattsOfWork('working', [{ id: 'a' }, { id: 'b' }], { gpus })).toBe(150);
    expect(wattsOfWork('aside', [{ id: 'a' }], { gpus })).toBeNull();
  });
  it('is not known where a GPU does not say, or none takes part', () => {
    expect(
      wattsOfWork('ready', [{ id: 'a' }, { id: 'b' }], { gpus: { a: reading(100), b: reading(null) } }),
    ).toBeNull();
    expect(wattsOfWork('ready', [{ id: 'a' }], { gpus: {} })).toBeNull();
    expect(wattsOfWork('ready', [], { gpus: {} })).toBeNull();
  });
  it('is of the hour that runs, though the network told of an earlier one', () => {
    const network = { hourStartedAt: 100, hourEndsAt: 200, hourMs: 100 };
    expect([runningHourOf(network, 150), runningHourOf(network, 200), runningHourOf(network, 430)]).toEqual([
      100, 200, 400,
    ]);
    expect(runningHourOf(null, 1)).toBeNull();
  });
});
