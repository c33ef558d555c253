import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proRata } from '../../shared/domain/amounts/pro-rata.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { anyAmount, runs } from './arbitraries.ts';

const mine = (pool: bigint, own: bigint, others: readonly bigint[]): bigint => {
  const parts = [own, ...others].map((weight, index) => ({ id: index === 0 ? 'own' : `other-${index}`, weight }));
  return proRata(inBaseUnits(pool), parts).shares.find(({ id }) => id === 'own')?.amount ?? -1n;
};

it('never pays a device less for a higher score of its own, nor another device more', () => {
  fc.assert(
    fc.property(
      anyAmount,
      anyAmount,
      anyAmount,
      fc.array(anyAmount, { minLength: 1, maxLength: 8 }),
      (pool, own, more, others) => {
        expect(mine(pool, own + more, others) >= mine(pool, own, others)).toBe(true);
        const [other = 0n, ...rest] = others;
        expect(mine(pool, other, [own + more, ...rest]) <= mine(pool, other, [own, ...rest])).toBe(true);
      },
    ),
    runs,
  );
});
