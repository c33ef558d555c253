import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countedStake, supportersStake } from '../../shared/domain/staking/position.ts';
import { runs } from './arbitraries.ts';
import { deviceIds, required, type WalkState } from './walk/state.ts';
import { anyStakeWalk, type Turn, turnsOf } from './walk/walk.ts';

const above = (amount: bigint, limit: bigint): bigint => (amount > limit ? amount - limit : 0n);

/** How far each limit is passed: supporters over the owner, the total over four times, seats, devices of a supporter. */
const excesses = (state: WalkState): bigint[] =>
  deviceIds.flatMap((deviceId) => {
    const position = state.positions[deviceId];
    const elsewhere = deviceIds.filter((other) => other !== deviceId);
    const spread = position.supporters.filter(({ holderId }) =>
      elsewhere.some((other) => state.positions[other].supporters.some((held) => held.holderId === holderId)),
    ).length;
    return [
      above(supportersStake(position), position.owner),
      above(countedStake(position), 4n * required),
      above(BigInt(position.supporters.length), BigInt(state.parameters.maxSupportersPerDevice)),
      above(BigInt(1 + spread), BigInt(state.parameters.maxDevicesPerSupporter)),
    ];
  });

/** A slash takes from the owner first, and a won appeal gives back to a device that was filled up since. */
const isForced = ({ step }: Turn): boolean => step.kind === 'slash' || step.kind === 'winAppeal';

it('keeps supporters at the owner’s stake and the total at four times, or no further past it than a slash or appeal left them', () => {
  fc.assert(
    fc.property(anyStakeWalk, (steps) => {
      const turns = turnsOf(steps);
      const firstForced = turns.findIndex(isForced);
      const broken = turns.filter((turn, index) => {
        if (isForced(turn)) return false;
        const isFree = firstForced === -1 || index < firstForced;
        const was = isFree ? [] : excesses(turn.before);
        return excesses(turn.after).some((excess, limit) => excess > (was[limit] ?? 0n));
      });
      expect(broken.map(({ step }) => step)).toEqual([]);
    }),
    runs,
  );
});
