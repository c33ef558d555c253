import { describe, expect, it } from 'vitest';
import type { Earnings } from '../../shared/contract/app/earnings.ts';
import { coinsPerHourOf } from './hourly-coins.ts';

type Hour = Earnings['hours'][number];
const hourMs = 3_600_000;
const hour = (epoch: number, rewards: bigint, change: Partial<Hour> = {}): Hour => ({
  ...{ epoch, from: epoch * hourMs, to: (epoch + 1) * hourMs, state: 'confirmed', rewards, jobs: 0n, ...change },
});

describe('what an hour of work brought', () => {
  it('is not known before the first closed hour', () => {
    expect(coinsPerHourOf({ hours: [] })).toBeNull();
    expect(coinsPerHourOf({ hours: [hour(1, 5n, { state: 'estimate' })] })).toBeNull();
  });

  it('is the mean of rewards and jobs together, whether paid or confirmed', () => {
    const hours = [hour(1, 100n), hour(2, 50n, { jobs: 150n, state: 'paid' })];
    expect(coinsPerHourOf({ hours })).toBe(150n);
  });

  it('leaves out the hour that still runs', () => {
    expect(coinsPerHourOf({ hours: [hour(1, 100n), hour(2, 9_000n, { state: 'estimate' })] })).toBe(100n);
  });

  it('counts the latest six closed hours and none before', () => {
    const hours = [900n, 900n, 1n, 2n, 3n, 4n, 5n, 9n].map((coins, epoch) => hour(epoch, coins));
    expect(coinsPerHourOf({ hours })).toBe(4n);
  });

  it('is for sixty minutes where network hours are shorter', () => {
    const hours = [0, 1].map((n) => hour(n, 7n, { from: n * 60_000, to: (n + 1) * 60_000 }));
    expect(coinsPerHourOf({ hours })).toBe(420n);
  });

  it('loses no coin to a float and makes none by rounding', () => {
    expect(coinsPerHourOf({ hours: [hour(1, 2n ** 60n + 1n), hour(2, 2n ** 60n)] })).toBe(2n ** 60n);
  });

  it('is a known nothing where hours brought nothing', () => {
    expect(coinsPerHourOf({ hours: [hour(1, 0n)] })).toBe(0n);
  });
});
