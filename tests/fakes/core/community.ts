/** The fake core's answers about the community: a list that grows by what is opened, and one vote for each proposal. */
import { implement } from '@orpc/server';
import type { OwnVotes, ProposalTerms } from '../../../shared/contract/app/community.ts';
import { appContract } from '../../../shared/contract/app/index.ts';
import { proposalDeposit } from '../../../shared/domain/governance/proposal.ts';
import { changeableKey } from '../../../shared/domain/parameters/changeable.ts';
import { io } from './coins.ts';
import { issuesOf, olderNotices, openedProposal, overviewOf, ownVotes, proposalsOf, votedOn } from './commons.ts';
import { fakeQuestions } from './questions.ts';

/** @param hasJoined  the scenario knows a network */
export const fakeCommunity = (now: () => number, hasJoined: boolean) => {
  const os = implement(appContract);
  const at = now();
  const issues = issuesOf(at);
  const proposals = new Map(proposalsOf(at).map((proposal) => [proposal.id, proposal]));
  const votes = new Map<string, OwnVotes>();
  const readOf = (id: string) => {
    const proposal = proposals.get(id);
    return proposal && { proposal, own: votes.get(id) ?? ownVotes };
  };
  const rulesNow = { cooldownHours: '336', requiredStakeUnit: '20000000000', jobFees: null, proofs: null };
  const terms: ProposalTerms = {
    deposit: proposalDeposit,
    free: io('2120.5'),
    rules: Object.entries(rulesNow).flatMap(([key, value]) => {
      const rule = changeableKey(key);
      const fields = (rule?.fields ?? []).map((field) =>
        field.kind === 'choice' ? { ...field, options: [...field.options] } : field,
      );
      return rule === null ? [] : [{ key, now: value, majority: rule.majority, fields }];
    }),
    issues: issues.map(({ id, title }) => ({ id, title })),
  };
  return {
    ...fakeQuestions(now, hasJoined),
    notices: os.community.notices.handler(() => ({ notices: olderNotices(at), next: null })),
    proposalTerms: os.community.proposalTerms.handler(({ errors }) => {
      if (!hasJoined) throw errors.NOT_JOINED();
      return terms;
    }),
    propose: os.community.propose.handler(({ input, errors }) => {
      const { requestId: id, ...asked } = input;
      const rule = changeableKey(asked.key);
      if (rule === null) throw errors.KEY_NOT_VOTED();
      if (!rule.allows(JSON.parse(asked.value))) throw errors.VALUE_NOT_ALLOWED();
      const opened = openedProposal(now(), { id, ...asked });
      proposals.set(id, opened);
      return opened;
    }),
    overview: os.community.overview.handler(({ errors }) => {
      if (!hasJoined) throw errors.NOT_JOINED();
      return overviewOf(at);
    }),
    issues: os.community.issues.handler(({ errors }) => {
      if (!hasJoined) throw errors.NOT_JOINED();
      return { issues, next: null };
    }),
    issue: os.community.issue.handler(({ input, errors }) => {
      const issue = issues.find(({ id }) => id === input.issueId);
      if (issue === undefined) throw errors.ISSUE_NOT_FOUND();
      return issue;
    }),
    openIssue: os.community.openIssue.handler(({ input, errors }) => {
      if (issues.length > 3) throw errors.TOO_MANY_ISSUES({ data: { most: 2, hours: 24 } });
      const opened = {
        ...{ ...input, id: `i-${issues.length}`, openedBy: null, state: 'open' as const, redactedAt: null },
        ...{ openedAt: now(), since: now(), dueAt: now() + 72 * 3_600_000, isOverdue: false },
      };
      issues.unshift({ ...opened, history: [{ at: now(), step: 'opened', state: null, date: null, note: null }] });
      return opened;
    }),
    proposals: os.community.proposals.handler(({ errors }) => {
      if (!hasJoined) throw errors.NOT_JOINED();
      return { proposals: [...proposals.values()], next: null };
    }),
    proposal: os.community.proposal.handler(({ input, errors }) => {
      const read = readOf(input.proposalId);
      if (read === undefined) throw errors.PROPOSAL_NOT_FOUND();
      return read;
    }),
    vote: os.community.vote.handler(({ input, errors }) => {
      const { proposalId, choice } = input;
      const proposal = proposals.get(proposalId);
      if (proposal === undefined) throw errors.PROPOSAL_NOT_FOUND();
      if (proposal.endsAt === null) throw errors.NOT_OPEN();
      if (votes.has(proposalId)) throw errors.ALREADY_VOTED();
      proposals.set(proposalId, votedOn(proposal, choice));
      const own = { ...ownVotes, vote: choice };
      votes.set(proposalId, own);
      return { proposal: votedOn(proposal, choice), own };
    }),
  };
};
