/**
 * The community as this device's owner sees it: what the network announces, its issues, its proposals with the owner's
 * own votes, questions to those who run it, and its roadmap. It reads when asked, and says only what the owner said.
 */
import type {
  CommunityIssue,
  CommunityOverview,
  CommunityProposal,
  CommunityQuestion,
  OwnVotes,
  ProposalTerms,
  ReadProposal,
  RoadmapLine,
} from '../../shared/contract/app/community.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import type { IssueKind } from '../../shared/domain/balancer/issue-state.ts';
import type { VoteChoice } from '../../shared/domain/governance/tally.ts';
import { canonicalJson } from '../../shared/domain/signing/canonical-json.ts';
import { readJson } from '../../shared/json/read-json.ts';
import type { AskAnswer, OpenIssueAnswer, ProposeAnswer, VoteAnswer } from '../link/community-link.ts';
import { announcedChangesOf } from './announced-changes.ts';
import type { Membership } from './participation.ts';
import { readProposalTerms } from './proposal-terms.ts';

type WireProposal = NetworkOutputs['proposals']['read'];
type Issues = NetworkOutputs['issues']['list'];
type Notices = { notices: CommunityOverview['notices']; next: number | null };

/** null from any of them: this device has not joined. They throw what the link throws. */
export interface CommunityDesk {
  overview(): Promise<CommunityOverview | null>;
  /** @param before  the last one that is known already */
  notices(before: number | undefined): Promise<Notices | null>;
  issues(after: string | undefined): Promise<Issues | null>;
  issue(issueId: string): Promise<CommunityIssue | 'not_found' | null>;
  /** @throws NOT_ACCOUNT_OWNER when the account is somebody else's */
  openIssue(issue: { kind: IssueKind; title: string; text: string }): Promise<OpenIssueAnswer | null>;
  proposals(after: string | undefined): Promise<{ proposals: CommunityProposal[]; next: string | null } | null>;
  proposal(proposalId: string): Promise<ReadProposal | 'not_found' | null>;
  /** @throws NOT_ACCOUNT_OWNER when the account is somebody else's */
  vote(
    proposalId: string,
    choice: VoteChoice,
  ): Promise<{ kind: 'cast'; read: ReadProposal } | Exclude<VoteAnswer, { kind: 'cast' }> | null>;
  /** @throws NOT_ACCOUNT_OWNER when the account is somebody else's */
  proposalTerms(): Promise<ProposalTerms | null>;
  /**
   * @param asked.value  JSON; what cannot be read is not allowed
   * @throws NOT_ACCOUNT_OWNER when the account is somebody else's
   */
  propose(asked: {
    issue: string;
    key: string;
    value: string;
    idempotencyKey: string;
  }): Promise<{ kind: 'opened'; proposal: CommunityProposal } | Exclude<ProposeAnswer, { kind: 'opened' }> | null>;
  questions(
    is: 'waiting' | 'answered',
    skip: number,
  ): Promise<{ questions: CommunityQuestion[]; next: number | null } | null>;
  /** @throws NOT_ACCOUNT_OWNER when the account is somebody else's */
  ask(text: string): Promise<AskAnswer | null>;
  /** @throws NOT_ACCOUNT_OWNER when the account is somebody else's */
  wantAnswer(questionId: string): Promise<CommunityQuestion | 'not_found' | null>;
  roadmap(): Promise<{ entries: RoadmapLine[] } | null>;
}

/** Of a value that is proposed. */
const mostValueDepth = 4;

const tallyOf = (tally: WireProposal['vote']): CommunityProposal['vote'] => ({
  for: BigInt(tally.for),
  against: BigInt(tally.against),
  abstain: BigInt(tally.abstain),
  turnout: BigInt(tally.turnout),
});

const proposalOf = (wire: WireProposal): CommunityProposal => ({
  ...wire,
  value: canonicalJson(wire.value),
  staked: BigInt(wire.staked),
  straw: tallyOf(wire.straw),
  vote: tallyOf(wire.vote),
  deposit: { ...wire.deposit, amount: BigInt(wire.deposit.amount) },
});

const ownOf = (own: NetworkOutputs['proposals']['own']): OwnVotes => ({ ...own, weight: BigInt(own.weight) });

export const createCommunityDesk = (membership: () => Pick<Membership, 'link' | 'coins'> | null): CommunityDesk => {
  /** Whoever says something says it for an account of their own. */
  const asOwner = () => {
    const joined = membership();
    if (joined?.coins === null) throw new PerigeeError('NOT_ACCOUNT_OWNER', {});
    return joined;
  };
  const read = async (
    { link, coins }: Pick<Membership, 'link' | 'coins'>,
    proposalId: string,
  ): Promise<ReadProposal | 'not_found'> => {
    const [proposal, own] = await Promise.all([
      link.community.proposal(proposalId),
      coins === null ? null : link.community.ownVotes(proposalId),
    ]);
    return proposal === null ? 'not_found' : { proposal: proposalOf(proposal), own: own && ownOf(own) };
  };
  return {
    overview: async () => {
      const { link } = membership() ?? {};
      if (link === undefined) return null;
      const [{ notices, next: olderThan }, current] = await Promise.all([link.community.notices(), link.parameters()]);
      const past = current.announced.length === 0 ? [] : await link.community.changes();
      return { notices, olderThan, changes: announcedChangesOf(current, past, current.serverTime) };
    },
    notices: async (before) => (await membership()?.link.community.notices(before)) ?? null,
    issues: async (after) => (await membership()?.link.community.issues(after)) ?? null,
    issue: async (issueId) => {
      const { link } = membership() ?? {};
      return link === undefined ? null : ((await link.community.issue(issueId)) ?? 'not_found');
    },
    openIssue: async (issue) => (await asOwner()?.link.community.openIssue(issue)) ?? null,
    proposals: async (after) => {
      const page = await membership()?.link.community.proposals(after);
      return page === undefined ? null : { ...page, proposals: page.proposals.map(proposalOf) };
    },
    proposal: async (proposalId) => {
      const joined = membership();
      return joined === null ? null : read(joined, proposalId);
    },
    vote: async (proposalId, choice) => {
      const joined = asOwner();
      if (joined === null) return null;
      const answer = await joined.link.community.vote(proposalId, choice);
      if (answer.kind !== 'cast') return answer;
      const after = await read(joined, proposalId);
      return after === 'not_found' ? { kind: 'not_found' } : { kind: 'cast', read: after };
    },
    proposalTerms: async () => {
      const joined = asOwner();
      return joined === null ? null : readProposalTerms(joined.link);
    },
    propose: async ({ value: json, ...asked }) => {
      const joined = asOwner();
      if (joined === null) return null;
      const value = readJson(json, mostValueDepth);
      if (value === null) return { kind: 'not_allowed' };
      const answer = await joined.link.community.propose({ ...asked, value: value.value });
      return answer.kind === 'opened' ? { kind: 'opened', proposal: proposalOf(answer.proposal) } : answer;
    },
    questions: async (is, skip) => (await membership()?.link.community.questions(is, skip)) ?? null,
    ask: async (text) => (await asOwner()?.link.community.ask(text)) ?? null,
    wantAnswer: async (questionId) => {
      const joined = asOwner();
      return joined === null ? null : ((await joined.link.community.wantAnswer(questionId)) ?? 'not_found');
    },
    roadmap: async () => (await membership()?.link.community.roadmap()) ?? null,
  };
};
