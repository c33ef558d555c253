import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { type Backing, leaveProspect, supportProspect } from './support-prospect.ts';

const units = (amount: bigint) => inBaseUnits(amount);
const backing: Backing = {
  held: units(100n),
  ownStaked: units(300n),
  staked: units(500n),
  required: units(250n),
  shareBps: 3_000,
  shares: [
    { offence: 'O1', bps: 50 },
    { offence: 'O5', bps: 7_000 },
    { offence: 'O7', bps: 10_000 },
  ],
  noticeMs: 500,
  cooldownMs: 1_000,
};

describe('what a supporter’s move would mean', () => {
  it('puts the supporter’s part of what the owner cannot pay first, rounded up, and everything at worst', () => {
    // 70 % of 600 are 420, of which the owner pays 300: of the other 120 two thirds are the supporter's.
    expect(supportProspect(backing, units(100n), 5)).toEqual({
      risks: [
        { cause: 'O7', bps: 10_000, loss: 200n },
        { cause: 'O5', bps: 7_000, loss: 81n },
        { cause: 'O1', bps: 50, loss: 0n },
      ],
      destination: { kind: 'stake' },
      ownAfter: 200n,
      deviceAfter: 600n,
      required: 250n,
      freeAt: 1_505,
      fee: 0n,
      endsEarning: false,
      shareBps: 3_000,
    });
  });

  it('leaves everything at stake, and in reach, until the notice is over', () => {
    expect(leaveProspect(backing, 5)).toMatchObject({
      risks: [{ cause: 'O7', loss: 100n }, { cause: 'O5', loss: 26n }, {}],
      destination: { kind: 'cooling' },
      ownAfter: 100n,
      deviceAfter: 500n,
      freeAt: 1_505,
    });
  });

  it('says when the device has too little of its owner’s to earn', () => {
    expect(supportProspect({ ...backing, required: units(601n) }, units(100n), 0).endsEarning).toBe(true);
    expect(supportProspect({ ...backing, required: units(600n) }, units(100n), 0).endsEarning).toBe(false);
  });
});
