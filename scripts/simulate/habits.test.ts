import { describe, expect, it } from 'vitest';
import { detectedPerMillionHours, wronglyPerMillionHours } from './habits.ts';

describe('what was measured', () => {
  it('is found at the rate of the slowest pattern: 63 % within two days', () => {
    const missed = (1 - detectedPerMillionHours / 1e6) ** 48;
    expect(1 - missed).toBeCloseTo(0.63, 2);
  });

  it('is wrongly found at most as often as none of 1,124 device-weeks leaves likely', () => {
    const none = (1 - wronglyPerMillionHours / 1e6) ** (1_124 * 168);
    expect(none).toBeCloseTo(0.05, 2);
  });
});
