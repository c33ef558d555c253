import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Budgets } from './budgets.ts';
import {
  type CardSight,
  type CardThrottle,
  changeEveryMs,
  lowestStep,
  nextThrottle,
  noThrottle,
  type Throttle,
  wattsAt,
} from './throttle.ts';

const none: Budgets = { powerLimitWatts: null, fanLimitPercent: null, heatFromCelsius: null };
const card: CardSight = {
  ...{ gpuId: 'a', range: { leastWatts: 100, mostWatts: 200 }, isWorking: true },
  ...{ temperatureCelsius: null, powerWatts: null, fanPercent: null },
};

/** Shows the same for so many seconds, once a second. */
const passing = (before: Throttle, fromS: number, seconds: number, cards: readonly CardSight[], budgets: Budgets) => {
  let throttle = before;
  for (let s = fromS; s < fromS + seconds; s += 1) throttle = nextThrottle(throttle, cards, budgets, s * 1_000);
  return throttle;
};
const wantedOf = ({ cards }: Throttle): (number | null)[] => Object.values(cards).map(({ wantedWatts }) => wantedWatts);

describe('the power that a GPU may draw', () => {
  it('is its own limit where no budget asks for less, however hot and loud it is', () => {
    const hot = { ...card, temperatureCelsius: 99, powerWatts: 900, fanPercent: 100 };
    expect(passing(noThrottle, 0, 600, [hot], none)).toMatchObject({ isEasingPower: false, loudGpuIds: [] });
    expect(wantedOf(passing(noThrottle, 0, 600, [hot], none))).toEqual([null]);
  });

  it('falls in quarters while a fan is over its budget, and only at its least is the GPU called loud', () => {
    const loud = { ...card, fanPercent: 71 };
    const budgets = { ...none, fanLimitPercent: 60 };
    const loudFor = (seconds: number) => passing(noThrottle, 0, seconds, [loud], budgets);
    expect([15, 16, 31, 46, 61].map((s) => wantedOf(loudFor(s))[0])).toEqual([null, 175, 150, 125, 100]);
    expect(loudFor(120).loudGpuIds).toEqual([]);
    expect(loudFor(121)).toMatchObject({ loudGpuIds: ['a'], cards: { a: { reasons: ['noise'] } } });
  });

  it('is not lowered for a fan that spins up for a moment', () => {
    const budgets = { ...none, fanLimitPercent: 60 };
    const up = passing(noThrottle, 0, 10, [{ ...card, fanPercent: 90 }], budgets);
    const down = passing(up, 10, 10, [{ ...card, fanPercent: 50 }], budgets);
    expect(wantedOf(passing(down, 20, 10, [{ ...card, fanPercent: 90 }], budgets))).toEqual([null]);
  });

  it('is beyond anybody where the limit cannot be set: then a minute of noise is enough', () => {
    const loud = { ...card, range: null, fanPercent: 71 };
    const budgets = { ...none, fanLimitPercent: 60 };
    expect(passing(noThrottle, 0, 60, [loud], budgets).loudGpuIds).toEqual([]);
    expect(passing(noThrottle, 0, 61, [loud], budgets)).toMatchObject({ loudGpuIds: ['a'] });
    expect(wantedOf(passing(noThrottle, 0, 61, [loud], budgets))).toEqual([null]);
  });

  it('is no noise of ours while the owner works the GPU, and ours until the fan has come down after a job', () => {
    const budgets = { ...none, fanLimitPercent: 60 };
    const theirs = { ...card, isWorking: false, fanPercent: 90 };
    expect(passing(noThrottle, 0, 300, [theirs], budgets).loudGpuIds).toEqual([]);
    const ours = passing(noThrottle, 0, 10, [{ ...theirs, isWorking: true }], budgets);
    expect(passing(ours, 10, 300, [theirs], budgets).loudGpuIds).toEqual(['a']);
    expect(passing(ours, 10, 300, [{ ...theirs, fanPercent: 57 }], budgets).loudGpuIds).toEqual([]);
  });

  it('falls at once as far as a power cap needs, shared by the GPUs that work', () => {
    const [busy, other] = [
      { ...card, powerWatts: 198 },
      { ...card, gpuId: 'b', powerWatts: 40, isWorking: false },
    ];
    const capped = nextThrottle(noThrottle, [busy, other], { ...none, powerLimitWatts: 200 }, 0);
    expect(capped.isEasingPower).toBe(true);
    // 160 W are left for it: the first quarter below that is 150 W.
    expect(wantedOf(capped)).toEqual([150, null]);
    expect(passing(capped, 1, 20, [busy, other], { ...none, powerLimitWatts: 200 }).isEasingPower).toBe(false);
  });

  it('is left alone where even the least would not bring the power under its cap', () => {
    const far = nextThrottle(noThrottle, [{ ...card, powerWatts: 198 }], { ...none, powerLimitWatts: 90 }, 0);
    expect(far).toMatchObject({ isEasingPower: false });
    expect(wantedOf(far)).toEqual([null]);
  });

  it('falls for heat a step at a time, and rises a step a minute once it is five degrees cooler', () => {
    const budgets = { ...none, heatFromCelsius: 77 };
    const hot = passing(noThrottle, 0, 16, [{ ...card, temperatureCelsius: 78 }], budgets);
    expect(wantedOf(hot)).toEqual([150]);
    const between = passing(hot, 16, 600, [{ ...card, temperatureCelsius: 74 }], budgets);
    expect(wantedOf(between)).toEqual([150]);
    const cool = { ...card, temperatureCelsius: 72 };
    expect([60, 61, 121].map((s) => wantedOf(passing(between, 616, s, [cool], budgets))[0])).toEqual([150, 175, null]);
  });

  it('does not rise to where the cap would be broken again', () => {
    const capped = nextThrottle(noThrottle, [{ ...card, powerWatts: 198 }], { ...none, powerLimitWatts: 180 }, 0);
    expect(wantedOf(capped)).toEqual([175]);
    const budgets = { ...none, powerLimitWatts: 180 };
    expect(wantedOf(passing(capped, 1, 600, [{ ...card, powerWatts: 160 }], budgets))).toEqual([175]);
    expect(wantedOf(passing(capped, 1, 600, [{ ...card, powerWatts: 120 }], budgets))).toEqual([null]);
  });

  it('is its own at once when the work ends, when the owner needs it, and when its budget is gone', () => {
    const loud = { ...card, fanPercent: 71 };
    const budgets = { ...none, fanLimitPercent: 60 };
    const held = passing(noThrottle, 0, 40, [loud], budgets);
    expect(wantedOf(held)).toEqual([150]);
    expect(wantedOf(nextThrottle(held, [{ ...loud, isWorking: false }], budgets, 40_000))).toEqual([null]);
    expect(wantedOf(nextThrottle(held, [{ ...loud, range: null }], budgets, 40_000))).toEqual([null]);
    expect(wantedOf(nextThrottle(held, [loud], none, 40_000))).toEqual([null]);
    expect(nextThrottle(held, [], budgets, 40_000).cards).toEqual({});
  });
});

const anyReading = fc.option(fc.integer({ min: 0, max: 120 }), { nil: null });
const anyMoment = fc.record({
  stepMs: fc.integer({ min: 0, max: 90_000 }),
  temperatureCelsius: anyReading,
  fanPercent: anyReading,
  powerWatts: fc.option(fc.integer({ min: 0, max: 900 }), { nil: null }),
  isWorking: fc.boolean(),
});
const anyRange = fc
  .tuple(fc.integer({ min: 5, max: 700 }), fc.integer({ min: 1, max: 600 }))
  .map(([leastWatts, span]) => ({ leastWatts, mostWatts: leastWatts + span }));
const anyBudgets = fc.record({
  powerLimitWatts: fc.option(fc.integer({ min: 50, max: 1_000 }), { nil: null }),
  fanLimitPercent: fc.option(fc.integer({ min: 10, max: 100 }), { nil: null }),
  heatFromCelsius: fc.option(fc.integer({ min: 47, max: 97 }), { nil: null }),
});

describe('whatever is seen', () => {
  it('a limit is between the least and its own, changes by the clock alone, and never falls and rises at once', () => {
    const run = fc.property(anyRange, anyBudgets, fc.array(anyMoment, { maxLength: 60 }), (range, budgets, moments) => {
      let throttle = noThrottle;
      let nowMs = 0;
      let lastMs = Number.NEGATIVE_INFINITY;
      let before: CardThrottle | null = null;
      for (const { stepMs, ...moment } of moments) {
        nowMs += stepMs;
        throttle = nextThrottle(throttle, [{ gpuId: 'a', range, ...moment }], budgets, nowMs);
        const now = throttle.cards.a as CardThrottle;
        const watts = now.wantedWatts ?? range.mostWatts;
        expect(watts).toBeGreaterThanOrEqual(range.leastWatts);
        expect(watts).toBeLessThanOrEqual(range.mostWatts);
        expect(now.reasons.length > 0).toBe(now.wantedWatts !== null);
        if (!moment.isWorking) expect(now.wantedWatts).toBeNull();
        const isChange = before !== null && now.step !== before.step;
        // Given back at once is the owner's; anything else waits.
        if (isChange && now.step > 0) expect(nowMs - lastMs).toBeGreaterThanOrEqual(changeEveryMs);
        if (now.step !== (before?.step ?? 0)) lastMs = nowMs;
        before = now;
      }
    });
    fc.assert(run);
  });

  it('a limit is its own again once nothing has spoken against it for five minutes', () => {
    const run = fc.property(anyRange, anyBudgets, fc.array(anyMoment, { maxLength: 30 }), (range, budgets, moments) => {
      let throttle = noThrottle;
      let nowMs = 0;
      for (const { stepMs, ...moment } of moments) {
        nowMs += stepMs;
        throttle = nextThrottle(throttle, [{ gpuId: 'a', range, ...moment }], budgets, nowMs);
      }
      const calm = { ...card, range, temperatureCelsius: 20, fanPercent: 0, powerWatts: null };
      for (let s = 0; s <= 305; s += 1) throttle = nextThrottle(throttle, [calm], budgets, nowMs + s * 1_000);
      expect(throttle).toMatchObject({ loudGpuIds: [], isEasingPower: false, cards: { a: { wantedWatts: null } } });
    });
    fc.assert(run);
  });

  it('a further step is never more power', () => {
    const run = fc.property(anyRange, fc.integer({ min: 0, max: lowestStep - 1 }), (range, step) => {
      expect(wattsAt(range, step + 1)).toBeLessThanOrEqual(wattsAt(range, step));
      expect([wattsAt(range, 0), wattsAt(range, lowestStep)]).toEqual([range.mostWatts, range.leastWatts]);
    });
    fc.assert(run);
  });
});
