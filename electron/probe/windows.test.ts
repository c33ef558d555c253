import { describe, expect, it } from 'vitest';
import { collectWindows, figureOf, singleFigure, type WindowPlan, WrongOutput } from './windows.ts';

/** A device whose windows take 200 ms each and rates as given, the last one for ever. */
const device = (rates: number[]) => {
  let nowMs = 0;
  let at = 0;
  return {
    window: async () => {
      nowMs += 200;
      at += 1;
      return rates[Math.min(at, rates.length) - 1] as number;
    },
    monotonic: () => nowMs,
    taken: () => at,
  };
};

const plan = (change: Partial<WindowPlan>): WindowPlan => ({
  windows: 15,
  budgetMs: 60_000,
  sustainMs: 0,
  ...change,
});

describe('measuring in windows', () => {
  it('leaves the warm-up out of the figure', async () => {
    const cold = device([10, 50, 90, 100, 100.5, 100]);
    const rates = await collectWindows(cold.window, plan({ windows: 5 }), cold.monotonic, () => {});
    expect(rates).toEqual({ windows: [100, 100, 100, 100, 100], sustained: [] });
    expect(cold.taken()).toBe(11);
  });

  it('does not take the first step of a card that wakes up for its pace', async () => {
    const waking = device([60, 60, 60.1, 80, 80, 100]);
    const rates = await collectWindows(waking.window, plan({ windows: 5 }), waking.monotonic, () => {});
    expect(rates.windows).toEqual([100, 100, 100, 100, 100]);
  });

  it('stops warming up after five seconds on a device that is never steady', async () => {
    const wild = device(Array.from({ length: 200 }, (_, at) => (at % 2 ? 100 : 50)));
    const { windows } = await collectWindows(wild.window, plan({ windows: 15 }), wild.monotonic, () => {});
    expect(windows).toHaveLength(15);
    expect(wild.taken()).toBe(40);
  });

  it('takes at least three windows when the budget is over, and no more', async () => {
    const slow = device([100]);
    const { windows } = await collectWindows(slow.window, plan({ budgetMs: 100 }), slow.monotonic, () => {});
    expect(windows).toHaveLength(3);
  });

  it('holds the load for as long as asked, apart from the windows', async () => {
    const warm = device([...Array<number>(10).fill(100), 80]);
    const rates = await collectWindows(warm.window, plan({ windows: 5, sustainMs: 30_000 }), warm.monotonic, () => {});
    expect(rates.windows).toEqual([100, 100, 100, 100, 100]);
    expect(rates.sustained).toEqual(Array(150).fill(80));
  });

  it.each([
    [3, 0],
    [15, 0],
    [5, 3000],
  ])('reports progress that only grows, up to 1 (%i windows, %i ms of load)', async (windows, sustainMs) => {
    const seen: number[] = [];
    const steady = device([1, 2, 3, 4, 4]);
    await collectWindows(steady.window, plan({ windows, sustainMs }), steady.monotonic, (progress) =>
      seen.push(progress),
    );
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBeCloseTo(1, 9);
  });

  it('ends with the first wrong output', async () => {
    const broken = async (): Promise<number> => Promise.reject(new WrongOutput('lane 3'));
    await expect(
      collectWindows(
        broken,
        plan({}),
        () => 0,
        () => {},
      ),
    ).rejects.toThrow(WrongOutput);
  });
});

describe('a figure', () => {
  it('is the median with its spread', () => {
    const figure = figureOf({ windows: [5, 1, 4, 2, 3], sustained: [] }, 'GB/s');
    expect(figure).toEqual({
      unit: 'GB/s',
      median: 3,
      p10: 1.4,
      p90: 4.6,
      best: 5,
      cv: Math.SQRT2 / 3,
      windows: 5,
      isBrief: true,
      sustained: null,
      throttleRatio: null,
    });
  });

  it('tells what is held at the end of a long load from what was best before it', () => {
    const { sustained, throttleRatio } = figureOf(
      { windows: [90, 100, 95], sustained: [99, 95, 90, 85, 80, 80] },
      'GFLOPS',
    );
    expect([sustained, throttleRatio]).toEqual([80, 0.8]);
  });

  it.each([
    [14, true],
    [15, false],
  ])('of %i windows is brief: %s', (windows, isBrief) =>
    expect(figureOf({ windows: Array<number>(windows).fill(1), sustained: [] }, 'GB/s').isBrief).toBe(isBrief),
  );

  it('has the least as its best where less is better', () => {
    expect(figureOf({ windows: [30, 20, 25], sustained: [] }, 'µs').best).toBe(20);
  });

  it('of one value is that value, and its variation is unknown', () => {
    expect(singleFigure(7, 's')).toEqual({
      unit: 's',
      median: 7,
      p10: 7,
      p90: 7,
      best: 7,
      cv: null,
      windows: 1,
      isBrief: false,
      sustained: null,
      throttleRatio: null,
    });
  });
});
