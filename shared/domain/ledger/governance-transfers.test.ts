import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { proposalDeposit } from '../governance/proposal.ts';
import { type Account, wallet } from './account.ts';
import { proposalDepositTransfer, proposalEndTransfer } from './governance-transfers.ts';
import { balancesAfter } from './posting.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const funded = (...entries: readonly [Account, bigint][]) =>
  new Map(entries.map(([account, amount]) => [account, inBaseUnits(amount)]));

describe('the deposit of a proposal', () => {
  const proposal = { id: 'p1', proposerId: 'ann' };
  const hold = proposalDepositTransfer(proposal);

  it('leaves the wallet, and comes back or is burned, under one key', () => {
    const start = funded([wallet('ann'), proposalDeposit]);
    const held = balancesAfter(start, [hold]);
    expect([held.get(wallet('ann')), held.get('proposal:p1:deposit')]).toEqual([0n, io(1_000n)]);
    const [back, burn] = [proposalEndTransfer(proposal, 'returned'), proposalEndTransfer(proposal, 'burned')];
    expect(balancesAfter(held, [back]).get(wallet('ann'))).toBe(io(1_000n));
    expect(balancesAfter(held, [burn]).get('burned')).toBe(io(1_000n));
    expect(back.idempotencyKey).toBe(burn.idempotencyKey);
    expect([hold.kind, back.kind, burn.kind]).toEqual(['proposal_deposit', 'proposal_return', 'proposal_burn']);
    expect(() => balancesAfter(held, [back, burn])).toThrow(RangeError);
  });
});
