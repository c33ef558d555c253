import { describe, expect, it } from 'vitest';
import { collectWindows, figureOf, WrongOutput } from './windows.ts';

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

describe('measuring in windows', () => {
  it('leaves the warm-up out of the figure', async () => {
    const cold = device([10, 50, 90, 100, 100.5, 100]);
    const rates = await collectWindows(cold.window, { windows: 5, budgetMs: 60_000 }, cold.monotonic, () => {});
    expect(rates).toEqual([100, 100, 100, 100, 100]);
    expect(cold.taken()).toBe(10);
  });

  it('stops warming up after five seconds on a device that is never steady', async () => {
    const wild = device(Array.from({ length: 200 }, (_, at) => (at % 2 ? 100 : 50)));
    const rates = await collectWindows(wild.window, { windows: 15, budgetMs: 60_000 }, wild.monotonic, () => {});
    expect(rates).toHaveLength(15);
    expect(wild.taken()).toBe(40);
  });

  it('takes at least three windows when the budget is over, and no more', async () => {
    const slow = device([100]);
    expect(await collectWindows(slow.window, { windows: 15, budgetMs: 100 }, slow.monotonic, () => {})).toHaveLength(3);
  });

  it.each([3, 5, 15])('reports progress that only grows, up to 1 (%i windows)', async (windows) => {
    const seen: number[] = [];
    const steady = device([1, 2, 3, 4, 4]);
    await collectWindows(steady.window, { windows, budgetMs: 60_000 }, steady.monotonic, (progress) =>
      seen.push(progress),
    );
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  it('ends with the first wrong output', async () => {
    const broken = async (): Promise<number> => Promise.reject(new WrongOutput('lane 3'));
    await expect(
      collectWindows(
        broken,
        { windows: 5, budgetMs: 1000 },
        () => 0,
        () => {},
      ),
    ).rejects.toThrow(WrongOutput);
  });
});

describe('a figure', () => {
  it('is the median with its spread', () => {
    expect(figureOf([5, 1, 4, 2, 3], 'GB/s')).toEqual({ unit: 'GB/s', median: 3, p10: 1.4, p90: 4.6, windows: 5 });
  });
  it('of one window is that window', () => {
    expect(figureOf([7], 's')).toEqual({ unit: 's', median: 7, p10: 7, p90: 7, windows: 1 });
  });
});
