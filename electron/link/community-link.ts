/**
 * What this device's owner reads and says in common with others: notices, changes of the rules, issues, proposals,
 * questions and the roadmap. All of it under the owner's own key. It decides nothing and keeps nothing.
 */
import { ORPCError, safe } from '@orpc/client';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { IssueKind } from '../../shared/domain/balancer/issue-state.ts';
import type { VoteChoice } from '../../shared/domain/governance/tally.ts';
import type { ApiClient } from './api-client.ts';
import { refusedBy } from './refusal.ts';

type Change = NetworkOutputs['parameters']['changes']['changes'][number]['change'];
type OwnVotes = NetworkOutputs['proposals']['own'];

export type OpenIssueAnswer =
  | { kind: 'opened'; issue: NetworkOutputs['issues']['open'] }
  /** At most so many in so many network hours. */
  | { kind: 'too_many'; most: number; hours: number };

export type VoteAnswer =
  | { kind: 'cast'; own: OwnVotes }
  | { kind: 'not_found' }
  /** Nothing of the account's counted as stake when the proposal was opened. */
  | { kind: 'no_weight' }
  | { kind: 'already' }
  | { kind: 'not_open' };

export type ProposeAnswer =
  | { kind: 'opened'; proposal: NetworkOutputs['proposals']['open'] }
  | { kind: 'not_voted' | 'not_allowed' | 'no_issue' }
  | { kind: 'not_covered'; needed: bigint; available: bigint };

export type AskAnswer =
  | { kind: 'asked'; question: NetworkOutputs['questions']['ask'] }
  /** At most so many in so many network hours. */
  | { kind: 'too_many'; most: number; hours: number };

/** Calls end as those of the link do. */
export interface CommunityLink {
  /** Newest first. @param before  the last one that is known already */
  notices(
    before?: number,
  ): Promise<{ notices: NetworkOutputs['publicNotices']['list']['notices']; next: number | null }>;
  /** Every change of the rules that was ever announced, oldest first. */
  changes(): Promise<Change[]>;
  issues(after: string | undefined): Promise<NetworkOutputs['issues']['list']>;
  /** @returns null for no such issue */
  issue(issueId: string): Promise<NetworkOutputs['issues']['read'] | null>;
  openIssue(issue: { kind: IssueKind; title: string; text: string }): Promise<OpenIssueAnswer>;
  proposals(after: string | undefined): Promise<NetworkOutputs['proposals']['list']>;
  /** @returns null for no such proposal */
  proposal(proposalId: string): Promise<NetworkOutputs['proposals']['read'] | null>;
  /** @returns null for no such proposal */
  ownVotes(proposalId: string): Promise<OwnVotes | null>;
  vote(proposalId: string, choice: VoteChoice): Promise<VoteAnswer>;
  /** @param asked.idempotencyKey  a UUID; the same again gets the first answer and moves nothing */
  propose(asked: { issue: string; key: string; value: unknown; idempotencyKey: string }): Promise<ProposeAnswer>;
  /** Those with most votes first. */
  questions(
    is: 'waiting' | 'answered',
    skip: number,
  ): Promise<NetworkOutputs['questions']['list'] & { next: number | null }>;
  ask(text: string): Promise<AskAnswer>;
  /** @returns null for no such question */
  wantAnswer(questionId: string): Promise<NetworkOutputs['questions']['vote'] | null>;
  roadmap(): Promise<NetworkOutputs['roadmap']['list']>;
}

const mostChanges = 200;
const noticesAtOnce = 25;
const questionsAtOnce = 20;

/** What none of these calls has an answer for: a refusal becomes a problem with its code. */
const unmet = (error: unknown): unknown => (error instanceof ORPCError ? refusedBy(error) : error);

/** @param owner  as the owner of the account */
export const createCommunityLink = (
  owner: Pick<ApiClient, 'publicNotices' | 'parameters' | 'issues' | 'proposals' | 'questions' | 'roadmap'>,
): CommunityLink => ({
  notices: async (before) => {
    const { notices } = await owner.publicNotices.list({ before, limit: noticesAtOnce });
    return { notices, next: notices.length < noticesAtOnce ? null : (notices.at(-1)?.id ?? null) };
  },
  changes: async () => {
    const all: Change[] = [];
    for (;;) {
      const { changes, total } = await owner.parameters.changes({ after: all.length, limit: mostChanges });
      all.push(...changes.map(({ change }) => change));
      if (changes.length === 0 || all.length >= total) return all;
    }
  },
  issues: (after) => owner.issues.list({ after }),
  issue: async (issueId) => {
    const [error, issue, isDefined] = await safe(owner.issues.read({ issueId }));
    if (error === null) return issue;
    if (isDefined && error.code === 'ISSUE_NOT_FOUND') return null;
    throw unmet(error);
  },
  openIssue: async (asked) => {
    const [error, issue, isDefined] = await safe(owner.issues.open(asked));
    if (error === null) return { kind: 'opened', issue };
    if (isDefined && error.code === 'TOO_MANY_ISSUES') return { kind: 'too_many', ...error.data };
    throw unmet(error);
  },
  proposals: (after) => owner.proposals.list({ after }),
  proposal: async (proposalId) => {
    const [error, proposal, isDefined] = await safe(owner.proposals.read({ proposalId }));
    if (error === null) return proposal;
    if (isDefined && error.code === 'PROPOSAL_NOT_FOUND') return null;
    throw unmet(error);
  },
  ownVotes: async (proposalId) => {
    const [error, own, isDefined] = await safe(owner.proposals.own({ proposalId }));
    if (error === null) return own;
    if (isDefined && error.code === 'PROPOSAL_NOT_FOUND') return null;
    throw unmet(error);
  },
  vote: async (proposalId, choice) => {
    const [error, own, isDefined] = await safe(owner.proposals.cast({ proposalId, choice }));
    if (error === null) return { kind: 'cast', own };
    if (!isDefined) throw unmet(error);
    if (error.code === 'PROPOSAL_NOT_FOUND') return { kind: 'not_found' };
    if (error.code === 'NO_WEIGHT') return { kind: 'no_weight' };
    if (error.code === 'ALREADY_VOTED') return { kind: 'already' };
    if (error.code === 'NOT_OPEN') return { kind: 'not_open' };
    throw unmet(error);
  },
  propose: async (asked) => {
    const [error, proposal, isDefined] = await safe(owner.proposals.open(asked));
    if (error === null) return { kind: 'opened', proposal };
    if (!isDefined) throw unmet(error);
    switch (error.code) {
      case 'KEY_NOT_VOTED':
        return { kind: 'not_voted' };
      case 'VALUE_NOT_ALLOWED':
        return { kind: 'not_allowed' };
      case 'ISSUE_NOT_FOUND':
        return { kind: 'no_issue' };
      case 'DEPOSIT_MISSING':
        return {
          kind: 'not_covered',
          needed: BigInt(error.data.needed),
          available: BigInt(error.data.available),
        };
      default:
        throw unmet(error);
    }
  },
  questions: async (is, skip) => {
    const { questions: found } = await owner.questions.list({ is, skip, limit: questionsAtOnce + 1 });
    const questions = found.slice(0, questionsAtOnce);
    return { questions, next: found.length > questionsAtOnce ? skip + questionsAtOnce : null };
  },
  ask: async (text) => {
    const [error, question, isDefined] = await safe(owner.questions.ask({ text }));
    if (error === null) return { kind: 'asked', question };
    if (isDefined && error.code === 'TOO_MANY_QUESTIONS') return { kind: 'too_many', ...error.data };
    throw unmet(error);
  },
  wantAnswer: async (questionId) => {
    const [error, question, isDefined] = await safe(owner.questions.vote({ questionId }));
    if (error === null) return question;
    if (isDefined && error.code === 'QUESTION_NOT_FOUND') return null;
    throw unmet(error);
  },
  roadmap: () => owner.roadmap.list(),
});
