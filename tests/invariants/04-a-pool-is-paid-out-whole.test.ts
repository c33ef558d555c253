import fc from 'fast-check';
import { expect, it } from 'vitest';
import { carryOf, distributeHour } from '../../shared/domain/rewards/distribute.ts';
import { anyAmount, anyHourDevices, anyParameters, runs } from './arbitraries.ts';

const anyHour = fc.record({
  epoch: fc.nat(1_000),
  emission: anyAmount,
  carriedIn: fc.record({ enterprise: anyAmount, community: anyAmount }),
  devices: anyHourDevices,
});

it('pays each pool’s coins by score, floored, and carries on less than one unit for each device that earns', () => {
  fc.assert(
    fc.property(anyHour, anyParameters, (hour, parameters) => {
      const result = distributeHour(hour, parameters);
      for (const { pool, minted, carriedIn, paid, carriedOut, scoreSum } of result.pools) {
        const members = result.rewards.filter(({ poolName }) => poolName === pool);
        const eligible = members.filter(({ ineligible }) => ineligible === null);
        const scored = members.filter(({ score }) => score > 0n);
        const available = minted + carriedIn;
        expect(members.reduce((sum, { reward }) => sum + reward, 0n)).toBe(paid);
        expect(members.reduce((sum, { score }) => sum + score, 0n)).toBe(scoreSum);
        expect(paid + carriedOut).toBe(available);
        expect(carriedIn).toBe(hour.carriedIn[pool]);
        expect(carryOf(result)[pool]).toBe(carriedOut);
        expect(scored.length <= eligible.length && carriedOut >= 0n).toBe(true);
        if (scored.length > 0) expect(carriedOut < BigInt(scored.length)).toBe(true);
        else expect(carriedOut).toBe(available);
        for (const { reward, score } of scored) expect(reward).toBe((available * score) / scoreSum);
      }
    }),
    runs,
  );
});

it('leaves no device out and invents none', () => {
  fc.assert(
    fc.property(anyHour, anyParameters, (hour, parameters) => {
      const paid = distributeHour(hour, parameters).rewards.map(({ deviceId }) => deviceId);
      expect(paid).toEqual(hour.devices.map(({ deviceId }) => deviceId).toSorted());
    }),
    runs,
  );
});
