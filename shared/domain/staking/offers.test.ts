import { expect, it } from 'vitest';
import { inBaseUnits, ioText } from '../../units/money.ts';
import { splitReward } from './offers.ts';
import { emptyPosition, type StakePosition } from './position.ts';

const withSupporters = (stakes: readonly bigint[], leaving: readonly number[] = []): StakePosition => ({
  ...emptyPosition('device', 'owner'),
  owner: inBaseUnits(2_000_000_000_000n),
  supporters: stakes.map((amount, index) => ({
    holderId: `s${index}`,
    amount: inBaseUnits(amount),
    leavesAt: leaving.includes(index) ? 1 : null,
  })),
});

it('divides the worked reward of 313.70466315 IO at a share of 30 %', () => {
  const position = withSupporters([800_000_000_000n, 400_000_000_000n]);
  const split = splitReward(inBaseUnits(31_370_466_315n), 3_000, position);
  expect([split.owner, ...split.supporters.map(({ amount }) => amount)].map(ioText)).toEqual([
    '219.59326422',
    '62.74093262',
    '31.37046631',
  ]);
});

it('gives the owner the part of a supporter who is leaving', () => {
  const split = splitReward(inBaseUnits(1_000n), 5_000, withSupporters([3n, 1n], [0]));
  expect(split).toEqual({
    owner: 875n,
    supporters: [
      { holderId: 's0', amount: 0n },
      { holderId: 's1', amount: 125n },
    ],
  });
});

it('gives the owner everything without supporters', () => {
  expect(splitReward(inBaseUnits(999n), 8_000, withSupporters([]))).toEqual({ owner: 999n, supporters: [] });
});

it.each([-1, 8_001, 0.5])('refuses an offer of %s bps', (shareBps) => {
  expect(() => splitReward(inBaseUnits(1n), shareBps, withSupporters([]))).toThrow(RangeError);
});
