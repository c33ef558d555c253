import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proRata } from '../../shared/domain/amounts/pro-rata.ts';
import { distributeHour, type HourDevice } from '../../shared/domain/rewards/distribute.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { anyAmount, anyHourDevices, anyHourFacts, anyParameters, runs, units } from './arbitraries.ts';

it('never pays two parts of a score more than the whole', () => {
  const mine = (pool: bigint, own: readonly bigint[], others: readonly bigint[]): bigint => {
    const parts = [
      ...own.map((weight, index) => ({ id: `own-${index}`, weight })),
      ...others.map((weight, index) => ({ id: `other-${index}`, weight })),
    ];
    return proRata(inBaseUnits(pool), parts)
      .shares.filter(({ id }) => id.startsWith('own'))
      .reduce((sum, { amount }) => sum + amount, 0n);
  };
  fc.assert(
    fc.property(
      anyAmount,
      anyAmount,
      anyAmount,
      fc.array(anyAmount, { maxLength: 8 }),
      (pool, part, otherPart, others) => {
        expect(mine(pool, [part, otherPart], others) <= mine(pool, [part + otherPart], others)).toBe(true);
      },
    ),
    runs,
  );
});

it('never pays a rig more for being two devices with the same cards between them', () => {
  fc.assert(
    fc.property(
      anyHourFacts,
      fc.integer({ min: 1, max: 64 }),
      fc.constantFrom('h100', 'l40s', 'rtx-4090'),
      anyHourDevices,
      anyAmount,
      anyParameters,
      (facts, otherCount, className, others, emission, parameters) => {
        const earned = (own: readonly HourDevice[]): bigint => {
          const carriedIn = { enterprise: units(0), community: units(0) };
          const hour = { epoch: 0, emission, carriedIn, devices: [...others, ...own] };
          return distributeHour(hour, parameters)
            .rewards.filter(({ deviceId }) => deviceId.startsWith('rig'))
            .reduce((sum, { reward }) => sum + reward, 0n);
        };
        const rig = (deviceId: string, count: number): HourDevice => ({
          deviceId,
          className,
          facts: { ...facts, count },
        });
        const apart = earned([rig('rig-1', facts.count), rig('rig-2', otherCount)]);
        expect(apart <= earned([rig('rig', facts.count + otherCount)])).toBe(true);
      },
    ),
    runs,
  );
});
