import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earned, wallet } from '../../shared/domain/ledger/account.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { countedStake, type StakePosition } from '../../shared/domain/staking/position.ts';
import { compound } from '../../shared/domain/staking/support.ts';
import { anyAmount, anyPosition, runs } from './arbitraries.ts';
import { accountIds, balanceOf, deviceIds, type WalkState } from './walk/state.ts';
import { anyStakeWalk, turnsOf } from './walk/walk.ts';

const stakeOf = ({ ownerId, owner, supporters }: StakePosition, holderId: string): bigint =>
  holderId === ownerId ? owner : (supporters.find((held) => held.holderId === holderId)?.amount ?? 0n);

describe('staking earnings again', () => {
  it('leaves claimable and stake together what they were, for every holder of every device', () => {
    const claims = (state: WalkState): bigint[] =>
      deviceIds.flatMap((deviceId) =>
        accountIds.map(
          (holderId) =>
            balanceOf(state, earned('confirmed', deviceId, holderId)) + stakeOf(state.positions[deviceId], holderId),
        ),
      );
    const wallets = (state: WalkState): bigint[] => accountIds.map((accountId) => balanceOf(state, wallet(accountId)));
    fc.assert(
      fc.property(anyStakeWalk, (steps) => {
        for (const { before, after } of turnsOf(steps).filter(({ step }) => step.kind === 'compound')) {
          expect(claims(after)).toEqual(claims(before));
          expect(wallets(after)).toEqual(wallets(before));
          for (const deviceId of deviceIds) {
            expect(after.positions[deviceId].cooling).toBe(before.positions[deviceId].cooling);
          }
        }
      }),
      runs,
    );
  });

  it('stakes what there is room for and leaves the rest, to the owner or a supporter who stays and nobody else', () => {
    fc.assert(
      fc.property(
        anyPosition,
        fc.constantFrom('owner', 's0', 's1', 's2', 'stranger'),
        anyAmount,
        anyAmount,
        (position, holderId, claimable, required) => {
          const after = compound(position, { holderId, claimable, required }, mainnetParameters);
          const gained = stakeOf(after.position, holderId) - stakeOf(position, holderId);
          expect(after.staked + after.left).toBe(claimable);
          expect(after.staked >= 0n && after.left >= 0n).toBe(true);
          expect(gained).toBe(after.staked);
          expect(countedStake(after.position) - countedStake(position)).toBe(after.staked);
          expect(after.position.cooling).toEqual(position.cooling);
          const supporter = position.supporters.find((held) => held.holderId === holderId);
          const isStaying = holderId === 'owner' || supporter?.leavesAt === null;
          const supporters = countedStake(position) - position.owner;
          const room = [
            required * 4n - countedStake(position),
            holderId === 'owner' ? claimable : position.owner - supporters,
            claimable,
          ].reduce((least, each) => (each < least ? each : least));
          expect(after.staked).toBe(isStaying && room > 0n ? room : 0n);
        },
      ),
      runs,
    );
  });
});
