/** Proposals as everybody reads them: where each stands, with both tallies. Nobody's vote is told. */
import type { WireProposal } from '../../../shared/contract/network/proposals.ts';
import { depositFate, proposalDeposit, proposalState } from '../../../shared/domain/governance/proposal.ts';
import type { StakeSnapshot } from '../../../shared/domain/governance/snapshot.ts';
import { tallyOf } from '../../../shared/domain/governance/tally.ts';
import { changeableKey } from '../../../shared/domain/parameters/changeable.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { type ProposalCase, type ProposalRow, readCase } from './cases.ts';
import { proposalNamed } from './proposals.ts';

type Reader = Pick<Network, 'db' | 'clock' | 'parameters'>;

const tally = (votes: ProposalCase['votes'], ballot: 'straw' | 'vote', snapshot: StakeSnapshot) => {
  const sums = tallyOf(
    votes.filter((vote) => vote.ballot === ballot),
    snapshot,
  );
  return {
    for: sums.for.toString(),
    against: sums.against.toString(),
    abstain: sums.abstain.toString(),
    turnout: sums.turnout.toString(),
  };
};

/** Start of the first hour of what passed. */
const effectiveAtOf = async (trx: Trx, proposalId: string): Promise<number | null> => {
  const change = await trx
    .selectFrom('parameterChanges')
    .select('effectiveAt')
    .where('vote', '=', proposalId)
    .executeTakeFirst();
  return change?.effectiveAt ?? null;
};

const describe = async (trx: Trx, { clock, parameters }: Reader, row: ProposalRow): Promise<WireProposal> => {
  const { proposal, votes, snapshot } = await readCase(trx, row, null);
  const { id, issue, key, value, openedAt } = proposal;
  const state = proposalState(proposal, votes, snapshot, clock.now(), parameters);
  return {
    id,
    issue,
    key,
    value,
    majority: changeableKey(key)?.majority ?? 'two_thirds',
    openedAt,
    state: state.kind,
    endsAt: state.kind === 'straw' || state.kind === 'vote' ? state.endsAt : null,
    reason: state.kind === 'rejected' ? state.reason : null,
    staked: snapshot.staked.toString(),
    straw: tally(votes, 'straw', snapshot),
    vote: tally(votes, 'vote', snapshot),
    deposit: { amount: proposalDeposit.toString(), fate: row.endedAt === null ? 'held' : depositFate(state) },
    effectiveAt: await effectiveAtOf(trx, id),
  };
};

/** @returns null when there is no such proposal */
export const viewProposal = (network: Reader, proposalId: string): Promise<WireProposal | null> =>
  inTransaction(network.db, async (trx) => {
    const row = await proposalNamed(trx, proposalId);
    return row === undefined ? null : describe(trx, network, row);
  });

/** Newest first. */
export const listProposals = (
  network: Reader,
  asked: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ proposals: WireProposal[]; next: string | null }> =>
  inTransaction(network.db, async (trx) => {
    const [openedAt, id = ''] = asked.after?.split('.') ?? [];
    let query = trx.selectFrom('proposals').selectAll();
    if (openedAt !== undefined)
      query = query.where(({ eb, or, and }) =>
        or([eb('openedAt', '<', Number(openedAt)), and([eb('openedAt', '=', Number(openedAt)), eb('id', '<', id)])]),
      );
    const found = await query
      .orderBy('openedAt', 'desc')
      .orderBy('id', 'desc')
      .limit(asked.limit + 1)
      .execute();
    const rows = found.slice(0, asked.limit);
    const last = rows.at(-1);
    const proposals: WireProposal[] = [];
    for (const row of rows) proposals.push(await describe(trx, network, row));
    const hasMore = found.length > asked.limit && last !== undefined;
    return { proposals, next: hasMore ? `${last.openedAt}.${last.id}` : null };
  });
