import { describe, expect, it } from 'vitest';
import type { CheckStep, Figure } from '../../../shared/contract/app/checks.ts';
import { digitsFor, placeOf, ratioToLast, reachOf, shownAs } from './figure-scale.ts';

const step = (figure: Pick<Figure, 'median' | 'p10' | 'p90'> | null, previousMedian: number | null): CheckStep => ({
  id: 's',
  kind: 'fp32_throughput',
  gpuId: 'g',
  subject: 'RTX 4090',
  state: 'done',
  progress: 1,
  figure: figure && { unit: 'GFLOPS', windows: 15, ...figure },
  verdict: 'passed',
  coverage: null,
  previousMedian,
  problem: null,
});

describe('units', () => {
  it.each([
    ['GFLOPS', 999, 'GFLOPS', 1],
    ['GFLOPS', 76_100, 'TFLOPS', 1000],
    ['MB', 67.108864, 'MB', 1.048576],
    ['MB', 24_696.061952, 'GB', 1073.741824],
    ['MH/s', 21_400, 'GH/s', 1000],
    ['GB/s', 3350, 'GB/s', 1],
    ['s', 1200, 's', 1],
  ] as const)('shows %s of %d in %s', (unit, value, shown, divisor) =>
    expect(shownAs(unit, value)).toEqual({ unit: shown, divisor }),
  );
  it.each([
    [5.123, 2],
    [51.23, 1],
    [512.3, 0],
    [0.02, 2],
  ])('keeps three figures of %d', (value, digits) => expect(digitsFor(value)).toBe(digits));
});

describe('the axis', () => {
  const steady = step({ p10: 95, median: 100, p90: 104 }, 100);
  const loose = step({ p10: 60, median: 100, p90: 120 }, 100);
  const wild = step({ p10: 100, median: 400, p90: 500 }, 100);
  it.each([
    ['nothing measured', [step(null, 100)], 0.2],
    ['a steady run', [steady], 0.2],
    ['a loose run', [steady, loose], 0.5],
    ['a wild run', [steady, wild], 1],
  ] as const)('reaches as far as %s needs', (_, steps, reach) => expect(reachOf(steps)).toBe(reach));

  it('puts the last figure in the middle and the own one beside it', () =>
    expect(placeOf(step({ p10: 90, median: 110, p90: 120 }, 100), 0.2)).toEqual({
      bandStart: expect.closeTo(0.25),
      bandEnd: expect.closeTo(1),
      point: expect.closeTo(0.75),
      hasReference: true,
    }));
  it('holds what lies outside at the edge', () =>
    expect(placeOf(wild, 1)).toMatchObject({ bandStart: 0.5, bandEnd: 1, point: 1 }));
  it('centres on itself the first time and marks no reference', () =>
    expect(placeOf(step({ p10: 90, median: 100, p90: 110 }, null), 0.2)).toMatchObject({
      point: 0.5,
      hasReference: false,
    }));
  it('draws nothing without a figure', () => expect(placeOf(step(null, 100), 0.2)).toBeNull());
});

describe('the ratio to the last time', () => {
  it('is this time over last time', () =>
    expect(ratioToLast(step({ p10: 1, median: 51, p90: 1 }, 50))).toBeCloseTo(1.02));
  it('is unknown the first time', () => expect(ratioToLast(step({ p10: 1, median: 51, p90: 1 }, null))).toBeNull());
  it('is unknown against nothing', () => expect(ratioToLast(step({ p10: 1, median: 51, p90: 1 }, 0))).toBeNull());
});
