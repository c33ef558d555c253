import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wallet } from '../../shared/domain/ledger/account.ts';
import { balancesAfter, move, transfer } from '../../shared/domain/ledger/posting.ts';
import { anyAmount, runs } from './arbitraries.ts';
import { negatives } from './walk/books.ts';
import { anyWalk, turnsOf } from './walk/walk.ts';

it('leaves no balance, stake, estimate or pool below zero, whatever is asked in whatever order', () => {
  fc.assert(
    fc.property(anyWalk, (steps) => {
      const broken = turnsOf(steps).flatMap(({ step, after }) =>
        negatives(after).map((what) => `${step.kind}: ${what}`),
      );
      expect(broken).toEqual([]);
    }),
    runs,
  );
});

it('refuses a transfer of more than an account has, and takes one of all it has', () => {
  fc.assert(
    fc.property(anyAmount, anyAmount, (has, asked) => {
      const spend = transfer(
        { idempotencyKey: 'k', kind: 'stake', reference: 'r' },
        move(wallet('a'), wallet('b'), asked),
      );
      const post = () => balancesAfter(new Map([[wallet('a'), has]]), [spend]);
      if (asked > has) expect(post).toThrow(RangeError);
      else expect(post().get(wallet('a'))).toBe(has - asked);
    }),
    runs,
  );
});
