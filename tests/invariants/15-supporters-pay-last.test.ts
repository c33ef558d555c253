import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import type { Cut } from '../../shared/domain/slashing/cuts.ts';
import { slashStake } from '../../shared/domain/slashing/slash.ts';
import type { StakePosition } from '../../shared/domain/staking/position.ts';
import { anyBps, anyPosition, offenceAt, runs } from './arbitraries.ts';
import { slashedFor } from './walk/slash-steps.ts';
import { anyStakeWalk, turnsOf } from './walk/walk.ts';

const verdict = { id: 'slash', offence: 'O7' as const, offenceAt, decidedAt: 200, unpaid: [] };

/** Whether a supporter paid although the owner still had a unit within reach. */
const paidTooEarly = (after: StakePosition, cuts: readonly Cut[], at: number): boolean =>
  cuts.some(({ holderId }) => holderId !== after.ownerId) &&
  (after.owner > 0n || after.cooling.some((entry) => entry.holderId === after.ownerId && entry.askedAt > at));

describe('a supporter', () => {
  it('pays only when the owner has nothing left within reach, what is cooling included', () => {
    fc.assert(
      fc.property(anyPosition, anyBps, (before, bps) => {
        const { slash, position: after } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        expect(paidTooEarly(after, slash.cuts, offenceAt)).toBe(false);
      }),
      runs,
    );
  });

  it('pays by stake, to within the one unit of dust that goes by id', () => {
    fc.assert(
      fc.property(anyPosition, anyBps, (drawn, bps) => {
        const liable = drawn.supporters.filter(({ leavesAt }) => leavesAt === null || leavesAt > offenceAt);
        const before = { ...drawn, supporters: liable, cooling: [] };
        const { slash } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        const rest = slash.amount > before.owner ? slash.amount - before.owner : 0n;
        const all = before.supporters.reduce((sum, { amount }) => sum + amount, 0n);
        const floored = before.supporters
          .filter(({ amount }) => amount > 0n)
          .map(({ holderId, amount }) => ({ holderId, amount: all === 0n ? 0n : (rest * amount) / all }))
          .toSorted((one, other) => (one.holderId < other.holderId ? -1 : 1));
        const dust = rest - floored.reduce((sum, { amount }) => sum + amount, 0n);
        const expected = floored
          .map(({ holderId, amount }, index) => [holderId, amount + (BigInt(index) < dust ? 1n : 0n)] as const)
          .filter(([, amount]) => amount > 0n);
        const paid = slash.cuts.filter(({ holderId }) => holderId !== 'owner');
        expect(paid.map(({ holderId, amount }) => [holderId, amount])).toEqual(expected);
      }),
      runs,
    );
  });

  it('pays last in any order of stakes, exits and slashes before', () => {
    fc.assert(
      fc.property(anyStakeWalk, (steps) => {
        const early = turnsOf(steps).filter(
          ({ step, before, after }) =>
            step.kind === 'slash' &&
            paidTooEarly(after.positions[step.deviceId], after.slashes.at(-1)?.cuts ?? [], slashedFor(before, step)),
        );
        expect(early).toEqual([]);
      }),
      runs,
    );
  });
});
