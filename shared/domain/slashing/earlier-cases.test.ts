import { expect, it } from 'vitest';
import { mainnetParameters } from '../parameters/record.ts';
import { earlierCasesOf } from './earlier-cases.ts';
import { offenceBps } from './offences.ts';

const hourMs = mainnetParameters.hourMs;
const at = (hour: number, kind: 'escrow' | 'returned' = 'escrow', offence: 'O1' | 'O5' = 'O1') => ({
  offence,
  at: hour * hourMs,
  state: { kind },
});

it('counts upheld cases of the same offence, and those of the last 720 hours apart', () => {
  const cases = [at(0), at(1), at(700), at(710, 'returned'), at(715, 'escrow', 'O5')];
  expect(earlierCasesOf(cases, 'O1', 720 * hourMs, mainnetParameters)).toEqual({ ever: 3, inLast720Hours: 2 });
});

it('takes a fourth short hired hour only when one of three is 720 hours old', () => {
  const cases = [at(0), at(1), at(2)];
  expect(offenceBps('O1', earlierCasesOf(cases, 'O1', 719 * hourMs, mainnetParameters), mainnetParameters)).toBe(0);
  expect(offenceBps('O1', earlierCasesOf(cases, 'O1', 720 * hourMs, mainnetParameters), mainnetParameters)).toBe(50);
});
