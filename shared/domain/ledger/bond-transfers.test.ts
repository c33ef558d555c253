import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { reportBond, reportOutcomes } from '../slashing/report-bond.ts';
import { type Account, wallet } from './account.ts';
import { bondEndTransfer, bondTransfer } from './bond-transfers.ts';
import { balancesAfter } from './posting.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const funded = (...entries: readonly [Account, bigint][]) =>
  new Map(entries.map(([account, amount]) => [account, inBaseUnits(amount)]));

describe('the bond of a report', () => {
  const report = { reportId: 'r1', reporterId: 'ann' };

  it('is 10 IO; only a frivolous report loses it', () => {
    const held = balancesAfter(funded([wallet('ann'), reportBond]), [bondTransfer(report)]);
    expect(held.get('report:r1:bond')).toBe(io(10n));
    const ends = reportOutcomes.map((outcome) => balancesAfter(held, [bondEndTransfer(report, outcome)]));
    expect(ends.map((balances) => [balances.get(wallet('ann')), balances.get('burned') ?? 0n])).toEqual([
      [io(10n), 0n],
      [io(10n), 0n],
      [0n, io(10n)],
    ]);
    expect(new Set(reportOutcomes.map((outcome) => bondEndTransfer(report, outcome).idempotencyKey)).size).toBe(1);
  });
});
