import { describe, expect, it } from 'vitest';
import { nothingRead, type Reading } from '../../shared/contract/app/machine.ts';
import { conditionsOf, followReadings, highestOf } from './conditions.ts';

const reading = (at: number, change: Partial<Reading> = {}): Reading => ({
  at,
  ...nothingRead,
  ...change,
});

/** A clock whose sleeps end when they are told to. */
const steppedClock = () => {
  let nowMs = 0;
  let wake = (): void => {};
  return {
    clock: {
      now: () => nowMs,
      monotonic: () => nowMs,
      sleep: () =>
        new Promise<void>((resolve) => {
          wake = resolve;
        }),
    },
    pass: async (ms: number): Promise<void> => {
      nowMs += ms;
      wake();
      await new Promise((resume) => setImmediate(resume));
    },
  };
};

describe('conditions', () => {
  it('are the middle of clocks and power and the peak of heat', () => {
    const readings = [
      reading(1, { coreClockMhz: 300, temperatureCelsius: 60, powerWatts: 90 }),
      reading(2, { coreClockMhz: 2500, temperatureCelsius: 80, powerWatts: 320 }),
      reading(3, { coreClockMhz: 2490, temperatureCelsius: 75, powerWatts: 310 }),
    ];
    expect(conditionsOf(readings)).toEqual({
      coreClockMhz: 2490,
      memoryClockMhz: null,
      temperatureCelsius: 80,
      powerWatts: 310,
    });
  });

  it('are unknown where no tool says anything', () => {
    expect(conditionsOf([])).toBeNull();
    expect(conditionsOf([reading(1, { load: 1 })])).toBeNull();
    expect(highestOf([reading(1)], 'pcieLanes')).toBeNull();
  });
});

describe('following the readings', () => {
  it('takes each once, from its beginning to its last look, and none of before', async () => {
    const { clock, pass } = steppedClock();
    const stop = new AbortController();
    let now: Reading | null = reading(-1);
    const readings = followReadings(() => now, clock, stop.signal);
    now = reading(500);
    await pass(1000);
    await pass(1000);
    now = null;
    await pass(1000);
    now = reading(2900);
    stop.abort();
    expect(readings().map(({ at }) => at)).toEqual([500, 2900]);
  });
});
