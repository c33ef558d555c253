/** Rows of the network's public affairs: issues and their history, notices to everybody, questions, and the roadmap. */
import type { Generated } from 'kysely';
import type { PublicNoticeKind } from '../../../shared/contract/network/public-notices.ts';
import type { roadmapStates } from '../../../shared/contract/network/roadmap.ts';
import type { IssueKind, IssueStateName } from '../../../shared/domain/balancer/issue-state.ts';
import type { Json } from '../column.ts';

export interface IssueTable {
  id: string;
  kind: IssueKind;
  title: string;
  text: string;
  /** Account; null: an operator. */
  openedBy: string | null;
  openedAt: number;
  state: IssueStateName;
  since: number;
  /** When it shall be done; null where nothing is scheduled. */
  date: number | null;
  /** When personal data was taken out last. */
  redactedAt: number | null;
}

/** Only ever added to. What was redacted is in none of them. */
export interface IssueStepTable {
  issueId: string;
  seq: number;
  at: number;
  step: 'opened' | 'moved' | 'redacted';
  /** State that it moved to; null for the other two. */
  state: IssueStateName | null;
  date: number | null;
  note: string | null;
}

/** Only ever added to. */
export interface PublicNoticeTable {
  id: Generated<number>;
  kind: PublicNoticeKind;
  facts: Json<Record<string, string | number | boolean | null>>;
  at: number;
  effectiveAt: number | null;
  issue: string | null;
}

export interface QuestionTable {
  id: string;
  accountId: string;
  text: string;
  askedAt: number;
  /** Both null: not answered yet. */
  answer: string | null;
  answeredAt: number | null;
}

/** One an account. */
export interface QuestionVoteTable {
  questionId: string;
  accountId: string;
}

export interface RoadmapEntryTable {
  id: string;
  title: string;
  text: string;
  state: (typeof roadmapStates)[number];
  date: number | null;
  issue: string | null;
  updatedAt: number;
}

export interface CommunityTables {
  issues: IssueTable;
  issueSteps: IssueStepTable;
  publicNotices: PublicNoticeTable;
  questions: QuestionTable;
  questionVotes: QuestionVoteTable;
  roadmapEntries: RoadmapEntryTable;
}
