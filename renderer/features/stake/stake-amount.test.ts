import { describe, expect, it } from 'vitest';
import { plainMarks } from '../../../shared/units/number-marks.ts';
import { amountText, availableFor, readAmount } from './stake-amount.ts';

const io = 100_000_000n;
const stake = { wallet: 100n * io, staked: 450n * io, capacity: 900n * io };

describe('a typed amount', () => {
  it.each([
    ['', 'stake', { kind: 'empty' }],
    ['ten', 'stake', { kind: 'unreadable' }],
    ['-5', 'stake', { kind: 'unreadable' }],
    ['0.00', 'stake', { kind: 'zero' }],
    ['100', 'stake', { kind: 'amount', amount: 100n * io }],
    ['100.00000001', 'stake', { kind: 'over_wallet', available: 100n * io }],
    ['450', 'unstake', { kind: 'amount', amount: 450n * io }],
    ['450.5', 'unstake', { kind: 'over_staked', available: 450n * io }],
  ] as const)('%j to %s is judged', (text, action, expected) =>
    expect(readAmount(text, action, stake, plainMarks)).toEqual(expected),
  );

  it('names the device as the limit when the wallet would do', () =>
    expect(readAmount('500', 'stake', { ...stake, wallet: 1000n * io }, plainMarks)).toEqual({
      kind: 'over_capacity',
      available: 450n * io,
    }));
  it('has no room left on a full device', () =>
    expect(availableFor('stake', { ...stake, staked: 1000n * io })).toBe(0n));
});

describe('the text of an amount', () => {
  it.each([
    [15_375_000_000n, '153.75'],
    [900n * io, '900'],
    [1n, '0.00000001'],
  ])('of %d is short and exact', (amount, text) => expect(amountText(amount, plainMarks)).toBe(text));

  it('is read back by the same language', () => {
    const spanish = { decimal: ',', group: '.' };
    expect(amountText(15_375_000_000n, spanish)).toBe('153,75');
    expect(readAmount('99,5', 'stake', stake, spanish)).toEqual({ kind: 'amount', amount: 9_950_000_000n });
    expect(readAmount('99.5', 'stake', stake, spanish)).toEqual({ kind: 'unreadable' });
  });
});
