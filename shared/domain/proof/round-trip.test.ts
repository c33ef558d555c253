import { expect, it } from 'vitest';
import { roundTripOf } from './round-trip.ts';

it.each([
  [[], null],
  [[12], { floorMs: 12, jitterMs: null }],
  [[12, 12, 12], { floorMs: 12, jitterMs: 0 }],
  [[20, 14, 15, 40], { floorMs: 14, jitterMs: (6 + 1 + 25) / 3 }],
])('of the round trips %j the shortest is the floor, and what follows one another the jitter', (tookMs, expected) => {
  expect(roundTripOf(tookMs)).toEqual(expected);
});
