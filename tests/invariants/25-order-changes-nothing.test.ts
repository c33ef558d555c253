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
  anyParameters,
  anyPosition,
  anyShareBps,
  inAnotherOrder,
  offenceAt,
  runs,
} from './arbitraries.ts';

const twoOrders = <Item>(items: fc.Arbitrary<Item[]>) =>
  items.chain((one) => fc.tuple(fc.constant(one), inAnotherOrder(one)));

/** The same stake, its supporters and entries listed in two orders. */
const anyPositionTwice: fc.Arbitrary<[StakePosition, StakePosition]> = anyPosition.chain((position) =>
  fc
    .tuple(inAnotherOrder(position.supporters), inAnotherOrder(position.cooling))
    .map(([supporters, cooling]) => [position, { ...position, supporters, cooling }]),
);

describe('another order', () => {
  it('of devices gives the same hour, and the same transfers', () => {
    fc.assert(
      fc.property(
        twoOrders(anyHourDevices),
        anyAmount,
        anyAmount,
        anyParameters,
        ([devices, turned], emission, carried, parameters) => {
          const close = (listed: typeof devices) =>
            distributeHour(
              { epoch: 1, emission, carriedIn: { enterprise: carried, community: carried }, devices: listed },
              parameters,
            );
          const [one, other] = [close(devices), close(turned)];
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
    const anyParts = fc
      .uniqueArray(fc.stringMatching(/^[A-Za-z0-9]{1,3}$/), { maxLength: 8 })
      .chain((ids) =>
        fc
          .tuple(...ids.map((id) => anyAmount.map((weight) => ({ id, weight: weight as bigint }))))
          .map((all) => [...all]),
      );
    fc.assert(
      fc.property(twoOrders(anyParts), anyAmount, ([parts, turned], amount) => {
        expect(proRata(amount, turned)).toEqual(proRata(amount, parts));
      }),
      runs,
    );
  });

  it('of supporters and entries takes the same slash and splits the same reward', () => {
    fc.assert(
      fc.property(anyPositionTwice, anyBps, anyAmount, anyShareBps, ([position, turned], bps, reward, shareBps) => {
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
      fc.property(
        twoOrders(fc.array(anyFigure, { maxLength: 25, size: 'medium' })),
        anyFigure,
        ([peers, turned], own) => {
          expect(benchmarkBps(own, 50, turned)).toBe(benchmarkBps(own, 50, peers));
        },
      ),
      runs,
    );
  });
});
