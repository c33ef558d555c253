import { describe, expect, it } from 'vitest';
import { leftPerHour, type ProfitFacts } from './profit.ts';

/** Two coins at 0.15 an hour, for 400 W at 0.35. */
const facts: ProfitFacts = { coinsPerHour: 200_000_000n, coinWorth: 0.15, watts: 400, powerPrice: 0.35 };

describe('what an hour of work leaves', () => {
  it('is what its coins are worth, less the power', () => {
    expect(leftPerHour(facts)).toBeCloseTo(0.3 - 0.14, 12);
  });

  it('is a loss where power costs more', () => {
    expect(leftPerHour({ ...facts, coinWorth: 0.05 })).toBeCloseTo(-0.04, 12);
    expect(leftPerHour({ ...facts, coinsPerHour: 0n })).toBeCloseTo(-0.14, 12);
  });

  it('takes a known nothing for nothing: free power, worthless coins', () => {
    expect(leftPerHour({ ...facts, powerPrice: 0 })).toBeCloseTo(0.3, 12);
    expect(leftPerHour({ ...facts, coinWorth: 0, watts: 0 })).toBe(0);
  });

  it.each(['coinsPerHour', 'coinWorth', 'watts', 'powerPrice'] as const)('is not known without %s', (missing) => {
    expect(leftPerHour({ ...facts, [missing]: null })).toBeNull();
  });
});
