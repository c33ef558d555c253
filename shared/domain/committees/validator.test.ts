import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import {
  bannedUntil,
  refusalOfValidator,
  type ValidatorCandidate,
  validatorPay,
  validatorPosition,
} from './validator.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const { hourMs } = mainnetParameters;
const candidate: ValidatorCandidate = {
  validatorId: 'v1',
  complianceLevel: 2,
  stake: io(10_000n),
  address: '203.0.113.7',
};

describe('a validator', () => {
  it('has a checked identity and 10,000 IO at stake', () => {
    expect(refusalOfValidator(candidate, [])).toBeNull();
    expect(refusalOfValidator({ ...candidate, complianceLevel: 1 }, [])).toBe('COMPLIANCE_TOO_LOW');
    expect(refusalOfValidator({ ...candidate, stake: inBaseUnits(io(10_000n) - 1n) }, [])).toBe('STAKE_TOO_LOW');
  });

  it('is the only one of its network of 256 addresses', () => {
    const seated = (address: string) => [{ validatorId: 'v2', address }];
    expect(refusalOfValidator(candidate, seated('203.0.113.200'))).toBe('NETWORK_TAKEN');
    expect(refusalOfValidator(candidate, seated('::ffff:203.0.113.200'))).toBe('NETWORK_TAKEN');
    expect(refusalOfValidator(candidate, seated('203.0.114.7'))).toBeNull();
    expect(refusalOfValidator(candidate, [candidate])).toBeNull();
    expect(refusalOfValidator({ ...candidate, address: 'here' }, [])).toBe('ADDRESS_UNREADABLE');
  });

  it('has a stake of its own without supporters', () => {
    const entry = { id: 'e', holderId: 'ann', amount: io(1n), askedAt: 0, freeAt: 1 };
    expect(validatorPosition({ validatorId: 'v1', accountId: 'ann', stake: io(10_000n), cooling: [entry] })).toEqual({
      deviceId: 'v1',
      ownerId: 'ann',
      owner: io(10_000n),
      supporters: [],
      cooling: [entry],
    });
  });
});

describe('the pay of validators', () => {
  it('follows correct work, and leaves the dust', () => {
    const work = [
      { accountId: 'b', correct: 1 },
      { accountId: 'a', correct: 2 },
      { accountId: 'c', correct: 0 },
    ];
    expect(validatorPay(inBaseUnits(100n), work)).toEqual({
      payouts: [
        { accountId: 'a', amount: 66n },
        { accountId: 'b', amount: 33n },
      ],
      left: 1n,
    });
    expect(validatorPay(inBaseUnits(100n), [])).toEqual({ payouts: [], left: 100n });
  });

  it('is never more than is held', () => {
    const anyWork = fc.uniqueArray(
      fc.record({ accountId: fc.nat(99).map((number) => `a${number}`), correct: fc.nat(500) }),
      { selector: ({ accountId }) => accountId, maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n).map(inBaseUnits), anyWork, (held, work) => {
        const { payouts, left } = validatorPay(held, work);
        expect(payouts.reduce((sum, { amount }) => sum + amount, left as bigint)).toBe(held);
        const working = work.filter(({ correct }) => correct > 0).length;
        expect(left >= 0n && (working === 0 ? left === held : left < BigInt(working))).toBe(true);
        expect(validatorPay(held, work.toReversed())).toEqual({ payouts, left });
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('a ban', () => {
  const at = (hours: number): number => hours * hourMs;
  const until = (wrong: readonly number[], now: number) => bannedUntil(wrong.map(at), at(now), mainnetParameters);

  it('is 720 hours after the second wrong result within 168', () => {
    expect(until([10], 11)).toBeNull();
    expect(until([10, 178], 178)).toBe(at(178 + 720));
    expect(until([10, 179], 179)).toBeNull();
    expect(until([10, 178], 178 + 720)).toBeNull();
    expect(until([178, 10], 200)).toBe(at(178 + 720));
    expect(until([10, 10], 10)).toBe(at(730));
  });

  it('counts from the latest, and not what is still to come', () => {
    expect(until([10, 20, 30], 40)).toBe(at(750));
    expect(until([10, 20, 900], 950)).toBeNull();
    expect(until([10, 20], 15)).toBeNull();
  });

  it('always has two wrong results close together before it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { maxLength: 8 }), fc.nat(4_000), (wrong, now) => {
        const end = until(wrong, now);
        const pairs = wrong.flatMap((one, first) =>
          wrong
            .filter((_, second) => second !== first)
            .filter((other) => other >= one && other - one <= 168 && other <= now),
        );
        const expected = Math.max(...pairs.map((later) => later + 720), -1);
        expect(end).toBe(expected > now ? at(expected) : null);
      }),
      { numRuns: 10_000 },
    );
  });
});
