import { expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { proRata } from './pro-rata.ts';

it('floors each share, in order of id, and names the dust', () => {
  const parts = ['b', 'a', 'B'].map((id) => ({ id, weight: 1n }));
  expect(proRata(inBaseUnits(11n), parts)).toEqual({
    shares: [
      { id: 'B', amount: 3n },
      { id: 'a', amount: 3n },
      { id: 'b', amount: 3n },
    ],
    weightSum: 3n,
    dust: 2n,
  });
});

it('gives nothing when no part has a weight', () => {
  const division = proRata(inBaseUnits(11n), [{ id: 'a', weight: 0n }]);
  expect(division).toEqual({ shares: [{ id: 'a', amount: 0n }], weightSum: 0n, dust: 11n });
});
