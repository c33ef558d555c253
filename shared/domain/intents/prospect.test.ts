import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { claimProspect, type Holding, stakeProspect, unstakeProspect } from './prospect.ts';

const units = (amount: bigint) => inBaseUnits(amount);
const holding: Holding = {
  own: units(300n),
  counted: units(300n),
  cooling: units(50n),
  required: units(250n),
  shares: [
    { cause: 'O1', bps: 50 },
    { cause: 'O7', bps: 10_000 },
    { cause: 'O5', bps: 5_000 },
  ],
  cooldownMs: 1_000,
};

describe('what a move would mean', () => {
  it('names everything in reach as the worst case of staking, and rounds each loss up', () => {
    expect(stakeProspect(holding, units(101n), 5)).toEqual({
      risks: [
        { cause: 'O7', bps: 10_000, loss: 451n },
        { cause: 'O5', bps: 5_000, loss: 226n },
        { cause: 'O1', bps: 50, loss: 3n },
      ],
      destination: { kind: 'stake' },
      ownAfter: 401n,
      deviceAfter: 401n,
      required: 250n,
      freeAt: 1_005,
      fee: 0n,
      endsEarning: false,
      shareBps: null,
    });
  });

  it('says that coins which cool stay in reach, and that too little is left to earn', () => {
    expect(unstakeProspect(holding, units(100n), 5)).toMatchObject({
      risks: [{ cause: 'O7', loss: 350n }, {}, {}],
      ownAfter: 200n,
      endsEarning: true,
    });
  });

  it('never puts more at risk than is the owner’s, and ends supporters with the owner', () => {
    const supported = { ...holding, own: units(150n) };
    expect(stakeProspect(supported, units(50n), 0).risks[0]).toEqual({ cause: 'O7', bps: 10_000, loss: 250n });
    expect(unstakeProspect(supported, units(150n), 0)).toMatchObject({ ownAfter: 0n, deviceAfter: 0n });
    expect(unstakeProspect(supported, units(50n), 0)).toMatchObject({ ownAfter: 100n, deviceAfter: 250n });
  });

  it('stops earning when the owner carries less than half of the way', () => {
    const supported = { ...holding, own: units(126n), counted: units(400n) };
    expect(unstakeProspect(supported, units(1n), 0).endsEarning).toBe(false);
    expect(unstakeProspect(supported, units(2n), 0).endsEarning).toBe(true);
  });

  it('risks nothing by a claim, unless the coins leave', () => {
    expect(claimProspect(holding, units(7n), null)).toMatchObject({
      risks: [],
      destination: { kind: 'wallet' },
      freeAt: null,
      ownAfter: 300n,
    });
    expect(claimProspect(holding, units(7n), 'abcdefgh')).toMatchObject({
      risks: [{ cause: 'wrong_address', bps: 10_000, loss: 7n }],
      destination: { kind: 'address', address: 'abcdefgh' },
    });
  });
});
