import { describe, expect, it } from 'vitest';
import type { CheckStep, Figure, Reference } from '../../../shared/contract/app/checks.ts';
import { placeOf, reachOf, shareOf, yardstickOf } from './figure-scale.ts';

const maker: Reference = { value: 100, source: 'catalogue', url: 'https://example.com/sheet', expectedRatio: 0.7 };

const step = (
  figure: Pick<Figure, 'median' | 'p10' | 'p90'> | null,
  previousMedian: number | null,
  { reference = null, unit = 'GFLOPS' }: { reference?: Reference | null; unit?: Figure['unit'] } = {},
): CheckStep => ({
  id: 's',
  kind: 'fp32_throughput',
  gpuId: 'g',
  subject: 'RTX 4090',
  state: 'done',
  progress: 1,
  gaveWay: 0,
  figure: figure && {
    unit,
    best: figure.p90,
    cv: 0.01,
    windows: 15,
    isBrief: false,
    sustained: null,
    throttleRatio: null,
    ...figure,
  },
  verdict: 'passed',
  coverage: null,
  reference,
  gap: [],
  conditions: null,
  previousMedian,
  problem: null,
});

const flat = (median: number) => ({ p10: median, median, p90: median });

describe('what a figure is held against', () => {
  it('is the reference, even beside a last time', () =>
    expect(yardstickOf(step(flat(80), 79, { reference: maker }))).toEqual({ value: 100, source: 'catalogue' }));
  it('is the last time where nobody states a reference', () =>
    expect(yardstickOf(step(flat(80), 79))).toEqual({ value: 79, source: 'lastTime' }));
  it.each([
    ['the first time', step(flat(80), null)],
    ['after a last time of nothing', step(flat(80), 0)],
    ['without a figure', step(null, 80)],
  ])('is nothing %s', (_, input) => expect([yardstickOf(input), shareOf(input)]).toEqual([null, null]));

  it('is reached by more of a rate and by less of a time', () => {
    expect(shareOf(step(flat(51), 50))).toBeCloseTo(1.02);
    expect(shareOf(step(flat(40), 50, { unit: 'µs' }))).toBeCloseTo(1.25);
  });
});

describe('the axis', () => {
  const steady = step({ p10: 95, median: 100, p90: 104 }, 100);
  const loose = step({ p10: 60, median: 100, p90: 120 }, 100);
  const wild = step({ p10: 100, median: 400, p90: 500 }, 100);
  it.each([
    ['nothing measured', [step(null, 100)], 0.2],
    ['a steady run', [steady], 0.2],
    ['a loose run', [steady, loose], 0.5],
    ['a wild run', [steady, wild], 0.5],
  ] as const)('reaches as far as %s needs', (_, steps, reach) => expect(reachOf(steps)).toBe(reach));

  it('puts the yardstick in the middle and the figure beside it', () =>
    expect(placeOf(step({ p10: 90, median: 110, p90: 120 }, 100), 0.2)).toEqual({
      bandStart: expect.closeTo(0.25),
      bandEnd: expect.closeTo(1),
      point: expect.closeTo(0.75),
      expectedFrom: null,
      hasYardstick: true,
    }));
  it('draws a shorter time further on', () =>
    expect(placeOf(step({ p10: 80, median: 100, p90: 125 }, 100, { unit: 's' }), 0.5)).toMatchObject({
      bandStart: expect.closeTo(0.3),
      bandEnd: expect.closeTo(0.75),
    }));
  it('shows from where on a figure is as it should be', () =>
    expect(placeOf(step(flat(80), null, { reference: maker }), 0.5)?.expectedFrom).toBeCloseTo(0.2));
  it('holds what lies outside at the edge', () =>
    expect(placeOf(wild, 0.5)).toMatchObject({ bandStart: 0.5, bandEnd: 1, point: 1 }));
  it('centres on itself the first time and marks no yardstick', () =>
    expect(placeOf(step({ p10: 90, median: 100, p90: 110 }, null), 0.2)).toMatchObject({
      point: 0.5,
      hasYardstick: false,
    }));
  it('draws nothing without a figure', () => expect(placeOf(step(null, 100), 0.2)).toBeNull());
});
