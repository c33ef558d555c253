import { expect, it } from 'vitest';
import { areRelated } from './related.ts';

it.each([
  ['the same account', { accountId: 'a', memberKeys: [] }, true],
  ['another account with a key in common', { accountId: 'b', memberKeys: ['new', 'shared'] }, true],
  ['another account with keys of its own', { accountId: 'b', memberKeys: ['new'] }, false],
])('takes %s for one hand: %s', (_name, other, expected) => {
  const party = { accountId: 'a', memberKeys: ['first', 'shared'] };
  expect(areRelated(party, other)).toBe(expected);
  expect(areRelated(other, party)).toBe(expected);
});
