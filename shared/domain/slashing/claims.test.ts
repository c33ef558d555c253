import { describe, expect, it } from 'vitest';
import { breachAt, offenceOfClaim, reportClaims } from './claims.ts';

const hourMs = 3_600_000;
const minuteMs = hourMs / 60;
const at = (minute: number): number => hourMs * 1_000 + minute * minuteMs;

describe('a claim', () => {
  it('is of one offence', () => {
    expect(Object.fromEntries(reportClaims.map((claim) => [claim, offenceOfClaim(claim)]))).toEqual({
      ...{ model: 'O5', memory: 'O5', count: 'O5', duplicate: 'O5' },
      ...{ overuse: 'O2', tampering: 'O7' },
    });
  });
});

describe('a breach', () => {
  it('of over-use is complete with the third of one day, each in a minute of its own', () => {
    expect(breachAt('overuse', [at(300), at(0), at(10)], { hourMs })).toBe(at(300));
    expect(breachAt('overuse', [at(0), at(10)], { hourMs })).toBeNull();
    expect(breachAt('overuse', [at(0), at(0) + 1, at(0) + minuteMs - 1], { hourMs })).toBeNull();
    expect(breachAt('overuse', [at(0), at(10), at(24 * 60)], { hourMs })).toBeNull();
    expect(breachAt('overuse', [at(0), at(10), at(24 * 60), at(24 * 60 + 5)], { hourMs })).toBe(at(24 * 60 + 5));
    expect(breachAt('overuse', [at(0), at(10), at(24 * 60) - 1], { hourMs })).toBe(at(24 * 60) - 1);
  });

  it('of tampering is complete with the first sign', () => {
    expect(breachAt('tampering', [at(7), at(3)], { hourMs })).toBe(at(3));
    expect(breachAt('tampering', [], { hourMs })).toBeNull();
  });
});
