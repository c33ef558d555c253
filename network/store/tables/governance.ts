/** Rows of proposals: what was asked, how many votes everybody had then, and the votes. */
import type { VoteChoice } from '../../../shared/domain/governance/tally.ts';

export interface ProposalTable {
  id: string;
  proposerId: string;
  issue: string;
  key: string;
  /** JSON. */
  value: string;
  openedAt: number;
  /** The staked supply at that moment. */
  staked: bigint;
  /** null until it has ended. */
  outcome: 'frivolous' | 'dropped' | 'rejected' | 'passed' | null;
  endedAt: number | null;
  idempotencyKey: string;
}

/** Written with the proposal, and only ever added to. */
export interface ProposalWeightTable {
  proposalId: string;
  accountId: string;
  weight: bigint;
}

/** One in each ballot of a proposal; only ever added to. */
export interface VoteTable {
  proposalId: string;
  accountId: string;
  ballot: 'straw' | 'vote';
  choice: VoteChoice;
  at: number;
}

export interface GovernanceTables {
  proposals: ProposalTable;
  proposalWeights: ProposalWeightTable;
  proposalVotes: VoteTable;
}
