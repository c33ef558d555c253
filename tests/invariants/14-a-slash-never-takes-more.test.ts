import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import type { Cut } from '../../shared/domain/slashing/cuts.ts';
import { liableStake } from '../../shared/domain/slashing/cuts.ts';
import { slashStake } from '../../shared/domain/slashing/slash.ts';
import type { StakePosition } from '../../shared/domain/staking/position.ts';
import { endNotices } from '../../shared/domain/staking/support.ts';
import { anyBps, anyPosition, offenceAt, runs, sumOf } from './arbitraries.ts';
import { slashBps, slashedFor } from './walk/slash-steps.ts';
import { anyStakeWalk, turnsOf } from './walk/walk.ts';

const verdict = { id: 'slash', offence: 'O5' as const, offenceAt, decidedAt: 200, unpaid: [] };

/** What each holder has within reach: what counted at the offence, and what was asked back after it. */
const liableBy = ({ ownerId, owner, supporters, cooling }: StakePosition, at: number): Map<string, bigint> => {
  const reach = [
    { holderId: ownerId, amount: owner },
    ...supporters.filter(({ leavesAt }) => leavesAt === null || leavesAt > at),
    ...cooling.filter(({ askedAt }) => askedAt > at),
  ];
  const byHolder = new Map<string, bigint>();
  for (const { holderId, amount } of reach) byHolder.set(holderId, (byHolder.get(holderId) ?? 0n) + amount);
  return byHolder;
};

/** What is wrong with the cuts that took the first position to the second; empty when all is well. */
const brokenCuts = (before: StakePosition, after: StakePosition, cuts: readonly Cut[], bps: number, at: number) => {
  const had = liableBy(before, at);
  const has = liableBy(after, at);
  const all = [...had.values()].reduce((sum, amount) => sum + amount, 0n);
  const share = (all * BigInt(bps)) / 10_000n;
  const byHolder = Map.groupBy(cuts, ({ holderId }) => holderId);
  return [
    ...(sumOf(cuts) === share ? [] : [`cuts are ${sumOf(cuts)} and S is ${share}`]),
    ...(share <= all ? [] : ['S is above the stake']),
    ...[...byHolder]
      .filter(([holderId, taken]) => sumOf(taken) > (had.get(holderId) ?? 0n))
      .map(([holderId]) => `${holderId} pays more than the own stake`),
    ...[...had]
      .filter(([holderId, amount]) => amount - sumOf(byHolder.get(holderId) ?? []) !== (has.get(holderId) ?? 0n))
      .map(([holderId]) => `${holderId} keeps another amount than what was not cut`),
  ];
};

describe('a slash', () => {
  it('takes its share of the stake within reach, floored, and from each holder no more than is the holder’s', () => {
    fc.assert(
      fc.property(anyPosition, anyBps, (before, bps) => {
        const { slash, position: after } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        expect(brokenCuts(before, after, slash.cuts, bps, offenceAt)).toEqual([]);
        expect(slash.cuts.every(({ amount }) => amount > 0n)).toBe(true);
        expect(liableStake(after, offenceAt)).toBe(liableStake(before, offenceAt) - slash.amount);
      }),
      runs,
    );
  });

  it('never reaches what was cooling before the offence', () => {
    fc.assert(
      fc.property(anyPosition, anyBps, (before, bps) => {
        const { position: after } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        const early = ({ cooling }: StakePosition) => cooling.filter(({ askedAt }) => askedAt <= offenceAt);
        expect(early(after)).toEqual(early(before));
      }),
      runs,
    );
  });

  it('takes from each holder the same however late the notices that are over were looked after', () => {
    fc.assert(
      fc.property(anyPosition, anyBps, (before, bps) => {
        const onTime = endNotices(before, verdict.decidedAt, (holderId) => `exit-${holderId}`, mainnetParameters);
        const paid = (position: StakePosition) => {
          const { cuts } = slashStake(position, { ...verdict, bps }, mainnetParameters).slash;
          const byHolder = [...Map.groupBy(cuts, ({ holderId }) => holderId)];
          return new Map(byHolder.map(([holderId, taken]) => [holderId, sumOf(taken)]));
        };
        expect(paid(onTime)).toEqual(paid(before));
      }),
      runs,
    );
  });

  it('takes no more in any order of stakes, exits and slashes before it', () => {
    fc.assert(
      fc.property(anyStakeWalk, (steps) => {
        const broken = turnsOf(steps)
          .filter(({ step }) => step.kind === 'slash')
          .flatMap(({ step, before, after }) =>
            brokenCuts(
              before.positions[step.deviceId],
              after.positions[step.deviceId],
              after.slashes.at(-1)?.cuts ?? [],
              slashBps(before, step).bps,
              slashedFor(before, step),
            ),
          );
        expect(broken).toEqual([]);
      }),
      runs,
    );
  });
});
