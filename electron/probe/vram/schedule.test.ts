import { describe, expect, it } from 'vitest';
import { nextPass, type Plan, progressOf } from './schedule.ts';

/** Passes of `passMs` until the schedule ends: when each began and how long it rested. */
const runOn = (plan: Plan, passMs: number) => {
  const course = { passes: 0, rests: 0, elapsedMs: 0 };
  const passes: { beganMs: number; restMs: number }[] = [];
  for (let next = nextPass(plan, course); next; next = nextPass(plan, course)) {
    passes.push({ beganMs: course.elapsedMs, restMs: next.restMs });
    course.passes += 1;
    if (next.restMs > 0) course.rests += 1;
    course.elapsedMs += passMs + 2 * next.restMs;
  }
  return { passes, elapsedMs: course.elapsedMs };
};
const rests = (plan: Plan, passMs: number) => runOn(plan, passMs).passes.filter(({ restMs }) => restMs > 0);

describe('the schedule of a memory check', () => {
  it('makes ten passes when it is quick', () =>
    expect(runOn({ depth: 'quick', budgetMs: 60_000 }, 200).passes).toEqual(
      Array.from({ length: 10 }, (_, pass) => ({ beganMs: 200 * pass, restMs: 0 })),
    ));

  it.each(['quick', 'standard', 'extended'] as const)('begins no %s pass after the budget, but one', (depth) => {
    expect(runOn({ depth, budgetMs: 1000 }, 450).passes.at(-1)?.beganMs).toBeLessThan(1000);
    expect(runOn({ depth, budgetMs: 1000 }, 5000).passes).toHaveLength(1);
  });

  it('leaves the data alone once in the middle of a standard check, for 30 seconds in all', () => {
    const plan: Plan = { depth: 'standard', budgetMs: 360_000 };
    expect(rests(plan, 300)).toEqual([{ beganMs: 180_000, restMs: 15_000 }]);
    expect(runOn(plan, 300).elapsedMs).toBeLessThan(361_000);
  });

  it('does so every six minutes of an extended one', () => {
    const resting = rests({ depth: 'extended', budgetMs: 3_600_000 }, 500);
    expect(resting).toHaveLength(10);
    expect(resting.map(({ beganMs }) => Math.round(beganMs / 60_000))).toEqual([3, 9, 15, 21, 27, 33, 39, 45, 51, 57]);
    expect(resting.every(({ restMs }) => restMs === 20_000)).toBe(true);
  });
});

describe('the progress of a memory check', () => {
  const quick: Plan = { depth: 'quick', budgetMs: 10_000 };

  it('follows the passes of a quick one, or the time when that ends it earlier', () => {
    expect(progressOf(quick, { passes: 4, rests: 0, elapsedMs: 100 }, 0.5)).toBeCloseTo(0.45);
    expect(progressOf(quick, { passes: 4, rests: 0, elapsedMs: 8000 }, 0.5)).toBeCloseTo(0.8);
  });

  it('follows the time of a long one', () =>
    expect(progressOf({ depth: 'standard', budgetMs: 1000 }, { passes: 90, rests: 0, elapsedMs: 250 }, 0.9)).toBe(
      0.25,
    ));

  it('waits for the first pass, whatever it takes', () => {
    expect(progressOf(quick, { passes: 0, rests: 0, elapsedMs: 90_000 }, 0.3)).toBeCloseTo(0.3);
    expect(progressOf(quick, { passes: 1, rests: 0, elapsedMs: 90_000 }, 0)).toBe(1);
  });
});
