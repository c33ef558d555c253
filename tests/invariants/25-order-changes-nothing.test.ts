import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proRata } from '../../shared/domain/amounts/pro-rata.ts';
import { rewardTransfers } from '../../shared/domain/ledger/reward-transfers.ts';
import { slashTransfers } from '../../shared/domain/ledger/slash-transfers.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { distributeHour } from '../../shared/domain/rewards/distribute.ts';
import { liableStake } from '../../shared/domain/slashing/cuts.ts';
import { slashStake } from '../../shared/domain/slashing/slash.ts';
import { splitReward } from '../../shared/domain/staking/offers.ts';
import type { StakePosition } from '../../shared/domain/staking/position.ts';
import { benchmarkBps } from '../../shared/domain/tiers/quality.ts';
import {
  anyAmount,
  anyBps,
  anyHourDevices,
  anyOrder,
  anyParameters,
  anyPosition,
  anyShareBps,
  offenceAt,
  reordered,
  runs,
} from './arbitraries.ts';

describe('another order', () => {
  it('of devices gives the same hour, and the same transfers', () => {
    fc.assert(
      fc.property(
        anyHourDevices,
        anyOrder,
        anyAmount,
        anyAmount,
        anyParameters,
        (devices, order, emission, carried, parameters) => {
          const close = (listed: typeof devices) =>
            distributeHour(
              { epoch: 1, emission, carriedIn: { enterprise: carried, community: carried }, devices: listed },
              parameters,
            );
          const [one, other] = [close(devices), close(reordered(devices, order))];
          const paid = (result: typeof one) =>
            rewardTransfers(result, (deviceId, reward) => ({ ownerId: deviceId, owner: reward, supporters: [] }));
          expect(other).toEqual(one);
          expect(paid(other)).toEqual(paid(one));
        },
      ),
      runs,
    );
  });

  it('of parts divides an amount the same way, dust included', () => {
    const ids = ['b', 'a', 'B', '10', '9', 'é', 'ab', 'A'];
    const anyParts = fc
      .array(anyAmount, { maxLength: ids.length })
      .map((weights) => weights.map((weight, index) => ({ id: ids[index] ?? 'none', weight })));
    fc.assert(
      fc.property(anyParts, anyOrder, anyAmount, (parts, order, amount) => {
        expect(proRata(amount, reordered(parts, order))).toEqual(proRata(amount, parts));
      }),
      runs,
    );
  });

  it('of supporters and entries takes the same slash and splits the same reward', () => {
    fc.assert(
      fc.property(anyPosition, anyOrder, anyBps, anyAmount, anyShareBps, (position, order, bps, reward, shareBps) => {
        const turned: StakePosition = {
          ...position,
          supporters: reordered(position.supporters, order),
          cooling: reordered(position.cooling, order),
        };
        const verdict = { id: 'slash', offence: 'O6' as const, bps, offenceAt, decidedAt: 200, unpaid: [] };
        const one = slashStake(position, verdict, mainnetParameters);
        const other = slashStake(turned, verdict, mainnetParameters);
        expect(other.slash.cuts).toEqual(one.slash.cuts);
        expect(slashTransfers(other.slash)).toEqual(slashTransfers(one.slash));
        expect(liableStake(other.position, 0)).toBe(liableStake(one.position, 0));
        expect(splitReward(reward, shareBps, turned)).toEqual(splitReward(reward, shareBps, position));
      }),
      runs,
    );
  });

  it('of peers ranks a device the same', () => {
    const anyFigure = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(fc.array(anyFigure, { maxLength: 25, size: 'medium' }), anyOrder, anyFigure, (peers, order, own) => {
        expect(benchmarkBps(own, 50, reordered(peers, order))).toBe(benchmarkBps(own, 50, peers));
      }),
      runs,
    );
  });
});
