import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { communityPayout } from '../astronaut/community-payout.ts';
import { validatorPay } from '../committees/validator.ts';
import { type Account, validatorCoolingOf, validatorStakeOf } from './account.ts';
import { communityPayTransfer } from './community-transfers.ts';
import { proposalDepositTransfer } from './governance-transfers.ts';
import { balancesAfter, type Transfer } from './posting.ts';
import { validatorPayTransfer } from './validator-transfers.ts';

const funded = (...entries: readonly [Account, bigint][]) =>
  new Map(entries.map(([account, amount]) => [account, inBaseUnits(amount)]));
const total = (balances: ReadonlyMap<Account, bigint>): bigint =>
  [...balances.values()].reduce((sum, one) => sum + one, 0n);

describe('payouts from the fees', () => {
  it('never overdraw their account and lose no coin, whatever it holds', () => {
    const anyPoints = fc.array(fc.nat(500), { maxLength: 60 });
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 14n).map(inBaseUnits), anyPoints, (held, numbers) => {
        const named = numbers.map((number, index) => ({ accountId: `a${index}`, number }));
        const community = communityPayout(
          held,
          named.map(({ accountId, number }) => ({
            accountId,
            personId: accountId,
            complianceLevel: 2 as const,
            points: number,
          })),
        );
        const work = validatorPay(
          held,
          named.map(({ accountId, number }) => ({ accountId, correct: number })),
        );
        const transfers: Transfer[] = [
          communityPayTransfer('q1', community.payouts),
          validatorPayTransfer('7', work.payouts),
        ];
        const start = funded(['fees:community', held], ['fees:validators', held]);
        const after = balancesAfter(start, transfers);
        expect(total(after)).toBe(total(start));
        expect([after.get('fees:community'), after.get('fees:validators')]).toEqual([community.left, work.left]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('refuse an id that would make two accounts one', () => {
    expect(() => proposalDepositTransfer({ id: 'p:1', proposerId: 'ann' })).toThrow(RangeError);
    expect(() => validatorStakeOf('v:1')).toThrow(RangeError);
    expect(() => validatorCoolingOf('v1', '')).toThrow(RangeError);
  });
});
