import { expect, it } from 'vitest';
import { mainnetParameters } from '../parameters/record.ts';
import { offenceBps, offenceRules } from './offences.ts';

const never = { ever: 0, inLast720Hours: 0 };

it('takes the published share for each offence', () => {
  expect(offenceRules.map(({ offence }) => [offence, offenceBps(offence, never, mainnetParameters)])).toEqual([
    ['O1', 50],
    ['O2', 200],
    ['O3', 100],
    ['O4', 3_000],
    ['O5', 5_000],
    ['O6', 5_000],
    ['O7', 10_000],
    ['O8', 2_500],
  ]);
});

it('takes everything for a second spoofed card', () => {
  expect(offenceBps('O5', { ever: 1, inLast720Hours: 0 }, mainnetParameters)).toBe(10_000);
});

it('slashes missed minutes three times in 720 hours at most', () => {
  expect(offenceBps('O1', { ever: 9, inLast720Hours: 2 }, mainnetParameters)).toBe(50);
  expect(offenceBps('O1', { ever: 9, inLast720Hours: 3 }, mainnetParameters)).toBe(0);
});
