import { describe, expect, it } from 'vitest';
import { log10OfDeviation, log10OfHits, log10OfTries } from './coincidence.ts';

describe('coincidence', () => {
  it('is the exact chance of a draw without putting back', () => {
    // All 4 marked among 4 drawn of 10: one of C(10, 4) = 210 draws.
    expect(10 ** log10OfHits(4, 4, 4, 10)).toBeCloseTo(1 / 210, 12);
    // At least 3 of 4 marked among 5 drawn of 9: (C(4,3) C(5,2) + C(4,4) C(5,1)) / C(9,5) = 45/126.
    expect(10 ** log10OfHits(3, 5, 4, 9)).toBeCloseTo(45 / 126, 12);
    expect(log10OfHits(0, 5, 4, 9)).toBeCloseTo(0, 12);
  });

  it('stays a number where the chance is too small for one', () => {
    const log10 = log10OfHits(224, 224, 224, 1_344);
    expect(log10).toBeLessThan(-250);
    expect(Number.isFinite(log10)).toBe(true);
  });

  it('never calls a chance smaller for having tried more often, nor larger than certain', () => {
    expect(log10OfTries(-8, 100)).toBeCloseTo(-6, 12);
    expect(log10OfTries(-1, 100)).toBe(0);
    expect(log10OfTries(-8, 0)).toBe(-8);
  });

  it('bounds the chance of a deviation from above', () => {
    expect(log10OfDeviation(-3)).toBe(0);
    // Of five standard deviations a normal value has 10^-6.5.
    expect(log10OfDeviation(5)).toBeGreaterThan(-6.5);
    expect(log10OfDeviation(5)).toBeCloseTo(-5.43, 2);
  });
});
