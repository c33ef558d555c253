/** The transfers of a proposal's deposit: held when it is opened, then given back or burned, once. */
import { type Proposal, proposalDeposit } from '../governance/proposal.ts';
import { proposalDepositOf, wallet } from './account.ts';
import { move, type Transfer, transfer } from './posting.ts';

/** Takes the deposit from the proposer's free coins. */
export const proposalDepositTransfer = ({ id, proposerId }: Pick<Proposal, 'id' | 'proposerId'>): Transfer =>
  transfer(
    { idempotencyKey: `proposal:${id}:deposit`, kind: 'proposal_deposit', reference: id },
    move(wallet(proposerId), proposalDepositOf(id), proposalDeposit),
  );

/** Ends the deposit. Both ends have one key, so that a proposal can never have both. @param fate from `depositFate` */
export const proposalEndTransfer = (
  { id, proposerId }: Pick<Proposal, 'id' | 'proposerId'>,
  fate: 'returned' | 'burned',
): Transfer =>
  transfer(
    {
      idempotencyKey: `proposal:${id}:end`,
      kind: fate === 'returned' ? 'proposal_return' : 'proposal_burn',
      reference: id,
    },
    move(proposalDepositOf(id), fate === 'returned' ? wallet(proposerId) : 'burned', proposalDeposit),
  );
