import { expect, it } from 'vitest';
import { roleAtLeast, roles } from './role.ts';

it('includes every step below and none above', () => {
  const table = roles.map((role) => roles.map((least) => roleAtLeast(role, least)));
  expect(table).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ]);
});
