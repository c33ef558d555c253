import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';
import { type Astronaut, communityPayout } from './community-payout.ts';

const astronaut = (number: number, points: number, more: Partial<Astronaut> = {}): Astronaut => ({
  accountId: `a${number}`,
  personId: `p${number}`,
  complianceLevel: 2,
  points,
  ...more,
});

describe('the community’s payout', () => {
  it('gives each a share by points, floored, at most 2 %, and leaves the rest where it is', () => {
    const many = Array.from({ length: 99 }, (_, index) => astronaut(index, 10));
    const { payouts, left } = communityPayout(inBaseUnits(10_000n), [...many, astronaut(99, 500)]);
    expect(payouts.find(({ accountId }) => accountId === 'a0')?.amount).toBe(67n);
    expect(payouts.find(({ accountId }) => accountId === 'a99')?.amount).toBe(200n);
    expect(left).toBe(10_000n - 99n * 67n - 200n);
  });

  it('pays accounts with a checked identity only, whose points alone are counted', () => {
    const levels = ([0, 1, 2, 3, 4] as const).map((complianceLevel: ComplianceLevel, index) =>
      astronaut(index, 1, { complianceLevel }),
    );
    const { payouts } = communityPayout(inBaseUnits(1_000n), levels);
    expect(payouts).toEqual([
      { accountId: 'a2', amount: 20n },
      { accountId: 'a3', amount: 20n },
      { accountId: 'a4', amount: 20n },
    ]);
  });

  it('pays one account of a person: the one with most points', () => {
    const own = { personId: 'same' };
    const { payouts } = communityPayout(inBaseUnits(1_000n), [
      astronaut(1, 5, own),
      astronaut(2, 9, own),
      astronaut(0, 9, own),
    ]);
    expect(payouts).toEqual([{ accountId: 'a0', amount: 20n }]);
  });

  it('pays nobody when nobody has points', () => {
    expect(communityPayout(inBaseUnits(1_000n), [astronaut(1, 0)])).toEqual({ payouts: [], left: 1_000n });
    expect(communityPayout(inBaseUnits(1_000n), [])).toEqual({ payouts: [], left: 1_000n });
  });

  it('pays out what it leaves not, nobody more than 2 %, and the same in every order', () => {
    const anyAstronauts = fc.uniqueArray(
      fc.record({
        accountId: fc.nat(200).map((number) => `a${number}`),
        personId: fc.nat(100).map((number) => `p${number}`),
        complianceLevel: fc.constantFrom<ComplianceLevel[]>(0, 1, 2, 3, 4),
        points: fc.nat(20_000),
      }),
      { selector: ({ accountId }) => accountId, maxLength: 40 },
    );
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n).map(inBaseUnits), anyAstronauts, (held, astronauts) => {
        const { payouts, left } = communityPayout(held, astronauts);
        expect(payouts.reduce((sum, { amount }) => sum + amount, left as bigint)).toBe(held);
        expect(left >= 0n && payouts.every(({ amount }) => amount > 0n && amount * 50n <= held)).toBe(true);
        const persons = payouts.map(
          ({ accountId }) => astronauts.find((each) => each.accountId === accountId)?.personId,
        );
        expect(new Set(persons).size).toBe(persons.length);
        expect(communityPayout(held, astronauts.toReversed())).toEqual({ payouts, left });
      }),
      { numRuns: 10_000 },
    );
  });
});
