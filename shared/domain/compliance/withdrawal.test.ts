import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';
import { mayWithdraw, type Withdrawal } from './withdrawal.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const { hourMs } = mainnetParameters;
const now = 5_000 * hourMs;
const taken = (hours: number, whole: bigint): Withdrawal => ({ at: now - hours * hourMs, amount: io(whole) });
const ask = (whole: bigint, level: ComplianceLevel, earlier: readonly Withdrawal[] = []) =>
  mayWithdraw({ amount: io(whole), level, earlier, now }, mainnetParameters);

describe('a withdrawal', () => {
  it('is 500 IO in 720 hours at most before the identity was checked', () => {
    expect(ask(500n, 1)).toEqual({ kind: 'allowed' });
    expect(ask(501n, 1)).toEqual({ kind: 'refused', available: io(500n) });
    expect(ask(300n, 1, [taken(719, 200n)])).toEqual({ kind: 'allowed' });
    expect(ask(301n, 0, [taken(719, 150n), taken(1, 50n)])).toEqual({ kind: 'refused', available: io(300n) });
  });

  it('begins anew 720 hours later', () => {
    expect(ask(500n, 1, [taken(720, 500n)])).toEqual({ kind: 'allowed' });
  });

  it('has no limit from level 2 on, whatever was taken', () => {
    for (const level of [2, 3, 4] as const)
      expect(ask(1_000_000n, level, [taken(1, 400n)])).toEqual({ kind: 'allowed' });
  });

  it('leaves nothing, never less, to an account whose level fell after more', () => {
    expect(ask(1n, 1, [taken(1, 9_000n)])).toEqual({ kind: 'refused', available: 0n });
  });

  it('is of something', () => {
    expect(() => ask(0n, 1)).toThrow(RangeError);
  });

  it('never adds up to more than 500 IO in any 720 hours', () => {
    const anyAsks = fc.array(fc.record({ hours: fc.nat(400), units: fc.bigInt(1n, 6n * 10n ** 10n) }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(anyAsks, (asks) => {
        let at = 0;
        const allowed: Withdrawal[] = [];
        for (const { hours, units } of asks) {
          at += hours * hourMs;
          const amount = inBaseUnits(units);
          const answer = mayWithdraw({ amount, level: 1, earlier: allowed, now: at }, mainnetParameters);
          if (answer.kind === 'allowed') allowed.push({ at, amount });
        }
        for (const { at: end } of allowed) {
          const window = allowed.filter((each) => each.at <= end && each.at > end - 720 * hourMs);
          expect(window.reduce((sum, { amount }) => sum + amount, 0n) <= io(500n)).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
