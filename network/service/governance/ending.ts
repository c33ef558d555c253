/**
 * Ends proposals whose votes are over: the deposit goes back or is burned, and what passed is announced under the
 * network's own signature, so that its month's notice begins. Each proposal is ended in one transaction, once.
 */
import { changeOfProposal, depositFate, proposalState } from '../../../shared/domain/governance/proposal.ts';
import { proposalEndTransfer } from '../../../shared/domain/ledger/governance-transfers.ts';
import { parameterChangeMessage } from '../../../shared/domain/signing/messages.ts';
import { post } from '../../store/ledger.ts';
import { inTransaction } from '../../store/transaction.ts';
import { tellEverybody } from '../community/public-notices.ts';
import type { Network } from '../network.ts';
import { addChange } from '../parameters/change-list.ts';
import { readCase } from './cases.ts';
import { proposalNamed } from './proposals.ts';

type Keeper = Pick<Network, 'db' | 'clock' | 'parameters' | 'records' | 'keys' | 'log'>;

const endOne = (network: Keeper, proposalId: string): Promise<void> =>
  inTransaction(network.db, async (trx) => {
    const row = await proposalNamed(trx, proposalId);
    if (row === undefined || row.endedAt !== null) return;
    const { proposal, votes, snapshot } = await readCase(trx, row, null);
    const now = network.clock.now();
    const state = proposalState(proposal, votes, snapshot, now, network.parameters);
    const fate = depositFate(state);
    if (state.kind === 'straw' || state.kind === 'vote' || fate === 'held') return;
    const { kind: outcome, at: endedAt } = state;
    await trx.updateTable('proposals').set({ outcome, endedAt }).where('id', '=', proposalId).execute();
    await post(trx, proposalEndTransfer(proposal, fate), { deviceId: null, epoch: null, at: now });
    const facts = { proposalId, outcome };
    await tellEverybody(trx, { kind: 'proposal_ended', facts, at: now, effectiveAt: null, issue: proposal.issue });
    if (outcome !== 'passed') return;
    const change = changeOfProposal(proposal, now, network.parameters);
    const signature = network.keys.sign(parameterChangeMessage(change));
    const refusal = await addChange(trx, network, { change, signer: network.keys.publicKey, signature });
    // Only where a newer version's rules no longer allow what an older one's did.
    if (refusal !== null) network.log.error('passed_change_refused', { proposalId, refusal });
  });

/** To be called now and then; who calls it twice ends nothing twice. */
export const endProposals = async (network: Keeper): Promise<void> => {
  const open = await network.db.selectFrom('proposals').select('id').where('endedAt', 'is', null).execute();
  for (const { id } of open) await endOne(network, id);
  if (open.length > 0) await network.records.refresh();
};
