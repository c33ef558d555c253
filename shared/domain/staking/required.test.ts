import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { requiredStake, stakeCapacity } from './required.ts';

describe('the required stake', () => {
  it.each([
    [10_000, 8, 1_600_000_000_000n],
    [12_000, 8, 1_920_000_000_000n],
    [30_000, 1, 600_000_000_000n],
    [1_250, 1, 25_000_000_000n],
    [1_001, 1, 20_020_000_000n],
    [1_000, 1, 20_000_000_000n],
    [750, 1, 20_000_000_000n],
    [250, 1, 20_000_000_000n],
    [0, 2, 40_000_000_000n],
  ])('of weight %i on %i cards is %i', (weight, count, expected) => {
    expect(requiredStake(weight, count, mainnetParameters)).toBe(expected);
    expect(stakeCapacity(inBaseUnits(expected), mainnetParameters)).toBe(4n * expected);
  });
});
