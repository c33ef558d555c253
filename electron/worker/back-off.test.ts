import { expect, it } from 'vitest';
import { createBackOff } from './back-off.ts';

it('waits longer each time, up to a most, and starts anew after a success', () => {
  const backOff = createBackOff(100, 500);
  expect([backOff.next(), backOff.next(), backOff.next(), backOff.next(), backOff.next()]).toEqual([
    100, 200, 400, 500, 500,
  ]);
  backOff.reset();
  expect(backOff.next()).toBe(100);
});
