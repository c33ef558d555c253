import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewardTransfers } from '../../shared/domain/ledger/reward-transfers.ts';
import { distributeHour, emptyCarry } from '../../shared/domain/rewards/distribute.ts';
import { splitReward } from '../../shared/domain/staking/offers.ts';
import { supportersStake } from '../../shared/domain/staking/position.ts';
import { anyAmount, anyHourDevices, anyParameters, anyPosition, anyShareBps, runs, sumOf } from './arbitraries.ts';

describe('what owner and supporters get', () => {
  it('is the device’s reward, with no part below zero', () => {
    fc.assert(
      fc.property(anyAmount, anyShareBps, anyPosition, (reward, shareBps, position) => {
        const { owner, supporters } = splitReward(reward, shareBps, position);
        expect(owner + sumOf(supporters)).toBe(reward);
        expect(owner >= 0n && supporters.every(({ amount }) => amount >= 0n)).toBe(true);
      }),
      runs,
    );
  });

  it('is by stake for those who stay and floored, nothing for those who leave, never more than was offered', () => {
    fc.assert(
      fc.property(anyAmount, anyShareBps, anyPosition, (reward, shareBps, position) => {
        const { supporters } = splitReward(reward, shareBps, position);
        const pot = (reward * BigInt(shareBps)) / 10_000n;
        const all = supportersStake(position);
        const expected = position.supporters.map(({ holderId, amount, leavesAt }) => ({
          holderId,
          amount: leavesAt !== null || all === 0n ? 0n : (pot * amount) / all,
        }));
        expect(sumOf(supporters) <= pot).toBe(true);
        expect(supporters).toEqual(expected.toSorted((one, other) => (one.holderId < other.holderId ? -1 : 1)));
      }),
      runs,
    );
  });

  it('is what the ledger takes from the pool for the device, and gives to its holders', () => {
    fc.assert(
      fc.property(
        anyAmount,
        anyHourDevices,
        anyShareBps,
        anyPosition,
        anyParameters,
        (emission, devices, shareBps, position, parameters) => {
          const result = distributeHour({ epoch: 1, emission, carriedIn: emptyCarry, devices }, parameters);
          const transfers = rewardTransfers(result, (_deviceId, reward) => ({
            ownerId: position.ownerId,
            ...splitReward(reward, shareBps, position),
          }));
          for (const { deviceId, poolName, reward } of result.rewards) {
            const paid = transfers.find(({ idempotencyKey }) => idempotencyKey === `reward:1:${deviceId}`);
            const received = paid?.entries.filter(({ account }) => account.startsWith(`device:${deviceId}:estimate:`));
            expect(sumOf(received ?? [])).toBe(reward);
            const taken = paid?.entries.find(({ account }) => account === `pool:${poolName}:carry`);
            expect(taken?.amount ?? 0n).toBe(-reward);
          }
        },
      ),
      runs,
    );
  });
});
