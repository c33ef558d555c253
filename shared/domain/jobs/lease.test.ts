import { expect, it } from 'vitest';
import { isRenewedBy, leaseHoldMs, longestLeaseMs, startWithinMs } from './lease.ts';

it.each([
  ['starting', 'ready', 0, true],
  ['starting', 'ready', startWithinMs, false],
  ['running', 'hired', startWithinMs, true],
  ['running', 'paused', 0, true],
  ['running', 'ready', 0, false],
  ['frozen', 'ready', startWithinMs, true],
] as const)(
  'a lease whose job is %s is renewed by a device that says %s after %i ms: %s',
  (phase, state, after, isSo) => {
    expect(isRenewedBy(state, { phase, acceptedAt: 1_000 }, 1_000 + after)).toBe(isSo);
  },
);

it('holds for half a network hour, and never less than an app takes to start again', () => {
  expect([20_000, 600_000, 3_600_000].map(leaseHoldMs)).toEqual([300_000, 300_000, 1_800_000]);
  expect(longestLeaseMs({ maxSeconds: 60 })).toBeGreaterThan(60_000 + startWithinMs);
});
