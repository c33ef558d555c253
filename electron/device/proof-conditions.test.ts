import { describe, expect, it } from 'vitest';
import { nothingRead, type Reading, type Readings } from '../../shared/contract/app/machine.ts';
import { createCell } from '../../shared/live/cell.ts';
import { createLookAtGpu, watchConditions } from './proof-conditions.ts';

const conditions = { coreClockMhz: 1_950, memoryClockMhz: 9_501, temperatureCelsius: 64, powerWatts: 320 };
const reading = (at: number, change: Partial<Reading> = {}): Reading => ({
  at,
  ...nothingRead,
  ...conditions,
  ...change,
});

/** Looks that the test answers, in their order. */
const setUp = () => {
  const asked: ((found: Reading | null) => void)[] = [];
  const watch = watchConditions(() => new Promise((resolve) => asked.push(resolve)), 'a');
  const answer = async (at: number, found: Reading | null): Promise<void> => {
    asked[at]?.(found);
    await Promise.resolve();
  };
  return { asked, watch, answer };
};

describe('what a card is at while it proves', () => {
  it('is read once, in the middle of its work', async () => {
    const { asked, watch, answer } = setUp();
    for (let sign = 0; sign < 3; sign += 1) watch.working();
    await answer(0, reading(1));
    watch.working();
    watch.resting();
    watch.working();
    expect([asked.length, watch.seen()]).toEqual([1, conditions]);
  });

  it('is not what it was at while it stood still', async () => {
    const { asked, watch, answer } = setUp();
    watch.working();
    watch.resting();
    await answer(0, reading(1, { powerWatts: 20 }));
    expect(watch.seen()).toBeNull();
    watch.working();
    await answer(1, reading(2));
    expect([asked.length, watch.seen()]).toEqual([2, conditions]);
  });

  it('is unknown where its driver says nothing of it, and null in part where it says a part', async () => {
    const silent = setUp();
    silent.watch.working();
    await silent.answer(0, { at: 1, ...nothingRead, load: 1 });
    expect(silent.watch.seen()).toBeNull();
    const partly = setUp();
    partly.watch.working();
    await partly.answer(0, { at: 1, ...nothingRead, powerWatts: 90 });
    expect(partly.watch.seen()).toEqual({
      coreClockMhz: null,
      memoryClockMhz: null,
      temperatureCelsius: null,
      powerWatts: 90,
    });
  });
});

describe('a look at a GPU', () => {
  const lookWith = (readAt: number) => {
    const cell = createCell<Readings>({ gpus: { a: { now: reading(10), lastHour: [] } }, cpu: null, own: null });
    const lookNow = async (): Promise<void> =>
      cell.set({ gpus: { a: { now: reading(readAt), lastHour: [] } }, cpu: null, own: null });
    return createLookAtGpu({ cell, lookNow }, { now: () => 100 });
  };
  it('is a new one, or none', async () => {
    expect(await lookWith(120)('a')).toEqual(reading(120));
    expect(await lookWith(90)('a')).toBeNull();
    expect(await lookWith(120)('b')).toBeNull();
  });
});
