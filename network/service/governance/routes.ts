/** The procedures of proposals. */
import { proposalDeposit } from '../../../shared/domain/governance/proposal.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { listProposals, viewProposal } from './proposal-views.ts';
import { openProposal, ownVotes, vote } from './proposals.ts';

export const proposalRoutes = ({ signed, asViewer, asOwner }: Callers, network: Network) => ({
  list: signed.proposals.list.handler(({ input }) => listProposals(network, input)),
  read: signed.proposals.read.handler(async ({ input, errors }) => {
    const proposal = await viewProposal(network, input.proposalId);
    if (proposal === null) throw errors.PROPOSAL_NOT_FOUND();
    return proposal;
  }),
  open: asOwner.proposals.open.handler(async ({ input, context, errors }) => {
    const opened = await openProposal(network, context.member.accountId, input);
    if (!('code' in opened)) {
      const proposal = await viewProposal(network, opened.id);
      if (proposal === null) throw new Error(`the proposal ${opened.id} was not kept`);
      return proposal;
    }
    if (opened.code === 'DEPOSIT_MISSING')
      throw errors.DEPOSIT_MISSING({
        data: { needed: proposalDeposit.toString(), available: opened.available.toString() },
      });
    throw errors[opened.code]();
  }),
  own: asViewer.proposals.own.handler(async ({ input, context, errors }) => {
    const own = await ownVotes(network, context.member.accountId, input.proposalId);
    if (own === null) throw errors.PROPOSAL_NOT_FOUND();
    return own;
  }),
  cast: asOwner.proposals.cast.handler(async ({ input, context, errors }) => {
    const { accountId } = context.member;
    const refusal = await vote(network, accountId, input);
    if (refusal !== null) throw errors[refusal]();
    const own = await ownVotes(network, accountId, input.proposalId);
    if (own === null) throw errors.PROPOSAL_NOT_FOUND();
    return own;
  }),
});
