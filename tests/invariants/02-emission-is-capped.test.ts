import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributeHour } from '../../shared/domain/rewards/distribute.ts';
import { emissionCap, hourEmission, monthEmission, poolShares } from '../../shared/domain/rewards/emission.ts';
import { emissionHourAt } from '../../shared/domain/rewards/emission-calendar.ts';
import { anyAmount, anyHourDevices, anyParameters, runs, units } from './arbitraries.ts';

const allMonths = Array.from({ length: 300 }, (_, month) => monthEmission(month));

describe('what is minted', () => {
  it('is 300 million IO over all months and no month gives more than the month before it', () => {
    expect(allMonths.reduce((sum, amount) => sum + amount, 0n)).toBe(emissionCap);
    expect(emissionCap).toBe(30_000_000_000_000_000n);
    expect(allMonths.every((amount, month) => month === 0 || amount <= monthEmission(month - 1))).toBe(true);
  });

  it.each(['utc', 'even'] as const)(
    'never passes the cap in any hour of months counted %s, and reaches it',
    (calendar) => {
      let minted = 0n;
      // 241 months of the longest.
      for (let hour = 0; hour < 241 * 744; hour += 1) {
        const { month, hourOfMonth, hoursInMonth } = emissionHourAt(calendar, hour);
        minted += hourEmission(month, hourOfMonth, hoursInMonth);
        if (minted > emissionCap) break;
      }
      expect(minted).toBe(emissionCap);
    },
  );

  it('spends a month to the last unit over its hours, whatever their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 245 }), fc.integer({ min: 1, max: 744 }), (month, hours) => {
        const first = hourEmission(month, 0, hours);
        const last = hourEmission(month, hours - 1, hours);
        expect(first * BigInt(hours - 1) + last).toBe(monthEmission(month));
        expect(last >= first && last - first < BigInt(hours)).toBe(true);
      }),
      runs,
    );
  });

  it('is what the two pools get, 95 % of it floored for enterprise, whoever is there to earn it', () => {
    fc.assert(
      fc.property(anyAmount, anyHourDevices, anyParameters, (emission, devices, parameters) => {
        const carriedIn = { enterprise: units(0), community: units(0) };
        const { pools } = distributeHour({ epoch: 0, emission, carriedIn, devices }, parameters);
        const [enterprise, community] = pools.map(({ minted }) => minted);
        expect({ enterprise, community }).toEqual(poolShares(emission, parameters));
        expect(enterprise).toBe((emission * 95n) / 100n);
        expect((enterprise ?? 0n) + (community ?? 0n)).toBe(emission);
      }),
      runs,
    );
  });
});
