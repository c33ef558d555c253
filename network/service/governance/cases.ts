/** A proposal as the rules see it: itself, its votes, and the weights that count. It reads; nothing is decided here. */
import type { Selectable } from 'kysely';
import type { Proposal } from '../../../shared/domain/governance/proposal.ts';
import type { StakeSnapshot } from '../../../shared/domain/governance/snapshot.ts';
import type { Vote } from '../../../shared/domain/governance/tally.ts';
import { inBaseUnits } from '../../../shared/units/money.ts';
import type { ProposalTable, VoteTable } from '../../store/tables/governance.ts';
import type { Trx } from '../../store/transaction.ts';

export type ProposalRow = Selectable<ProposalTable>;

export interface ProposalCase {
  readonly proposal: Proposal;
  /** With the ballot of each, as it was written. */
  readonly votes: readonly (Vote & Pick<VoteTable, 'ballot'>)[];
  /** Weights of those who voted, and of the account that was asked about; `staked` is the whole supply's. */
  readonly snapshot: StakeSnapshot;
}

/** @param accountId  somebody whose weight is needed though no vote of theirs is there */
export const readCase = async (trx: Trx, row: ProposalRow, accountId: string | null): Promise<ProposalCase> => {
  const { id, proposerId, issue, key, value, openedAt, staked } = row;
  const votes = await trx
    .selectFrom('proposalVotes')
    .select(['accountId', 'ballot', 'choice', 'at'])
    .where('proposalId', '=', id)
    .orderBy('at')
    .execute();
  const weights = await trx
    .selectFrom('proposalWeights')
    .select(['accountId', 'weight'])
    .where('proposalId', '=', id)
    .where(({ eb, or }) =>
      or([
        eb('accountId', 'in', (query) =>
          query
            .selectFrom('proposalVotes')
            .select('proposalVotes.accountId')
            .where('proposalVotes.proposalId', '=', id),
        ),
        eb('accountId', '=', accountId ?? ''),
      ]),
    )
    .execute();
  return {
    proposal: { id, proposerId, issue, key, value: JSON.parse(value) as unknown, openedAt },
    votes,
    snapshot: {
      weights: new Map(weights.map((held) => [held.accountId, inBaseUnits(held.weight)])),
      staked: inBaseUnits(staked),
    },
  };
};
