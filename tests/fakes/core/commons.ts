/** Made-up community of the fake core: notices, two announced changes, three issues, and proposals in each state that matters. */
import type {
  CommunityIssue,
  CommunityOverview,
  CommunityProposal,
  OwnVotes,
} from '../../../shared/contract/app/community.ts';
import { proposalDeposit } from '../../../shared/domain/governance/proposal.ts';
import type { VoteChoice } from '../../../shared/domain/governance/tally.ts';
import { io } from './coins.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const none = { for: 0n, against: 0n, abstain: 0n, turnout: 0n };

export const overviewOf = (now: number): CommunityOverview => ({
  notices: [
    {
      id: 4,
      kind: 'parameter_change',
      facts: {
        changeId: 'c-1',
        key: 'minutesNeeded',
        value: '50',
        class: 'user_affecting',
        expiresAt: null,
        vote: null,
      },
      at: now - 2 * hourMs,
      effectiveAt: now + 30 * dayMs,
      issue: 'i-minutes',
    },
    {
      id: 3,
      kind: 'proposal_opened',
      facts: { proposalId: 'p-1', key: 'cooldownHours', value: '400' },
      at: now - dayMs,
      effectiveAt: null,
      issue: 'i-cooldown',
    },
    {
      id: 2,
      kind: 'proposal_ended',
      facts: { proposalId: 'p-0', outcome: 'rejected' },
      at: now - 3 * dayMs,
      effectiveAt: null,
      issue: null,
    },
    {
      id: 1,
      kind: 'maintenance',
      facts: { text: 'The network restarts on Sunday, for ten minutes.' },
      at: now - 5 * dayMs,
      effectiveAt: now + 2 * dayMs,
      issue: null,
    },
  ],
  olderThan: 2,
  changes: [
    {
      id: 'c-1',
      key: 'minutesNeeded',
      from: '45',
      to: '50',
      class: 'user_affecting',
      announcedAt: now - 2 * hourMs,
      effectiveAt: now + 30 * dayMs,
      expiresAt: null,
      issue: 'i-minutes',
      vote: null,
    },
    {
      id: 'c-2',
      key: 'classes',
      from: null,
      to: '{"name":"t4","pool":"community","weightMilli":300}',
      class: 'user_affecting',
      announcedAt: now - dayMs,
      effectiveAt: now + 31 * dayMs,
      expiresAt: null,
      issue: 'i-t4',
      vote: 'p-9',
    },
  ],
});

export const issuesOf = (now: number): CommunityIssue[] => [
  {
    ...{
      id: 'i-minutes',
      kind: 'parameter',
      title: 'Count an hour from 50 minutes',
      openedBy: null,
      state: 'accepted',
    },
    text: 'Hours with long gaps earn as much as whole ones.\nFifty minutes would still leave room for a restart.',
    ...{
      openedAt: now - 6 * dayMs,
      since: now - 4 * dayMs,
      dueAt: now + 9 * dayMs,
      isOverdue: false,
      redactedAt: null,
    },
    history: [
      { at: now - 6 * dayMs, step: 'opened', state: null, date: null, note: null },
      { at: now - 5 * dayMs, step: 'moved', state: 'triaged', date: null, note: null },
      { at: now - 4 * dayMs, step: 'moved', state: 'accepted', date: null, note: 'Agreed by three of us.' },
    ],
  },
  {
    ...{ id: 'i-sum', kind: 'bug', title: 'A statement is short by one unit', openedBy: null, state: 'open' },
    text: 'The sum of the hours and the total differ.',
    ...{
      openedAt: now - 5 * dayMs,
      since: now - 5 * dayMs,
      dueAt: now - 2 * dayMs,
      isOverdue: true,
      redactedAt: now - dayMs,
    },
    history: [{ at: now - 5 * dayMs, step: 'opened', state: null, date: null, note: null }],
  },
];

const proposalOf = (now: number, change: Partial<CommunityProposal>): CommunityProposal => ({
  ...{
    id: 'p-1',
    issue: 'i-cooldown',
    key: 'cooldownHours',
    value: '400',
    majority: 'two_thirds',
    openedAt: now - dayMs,
  },
  ...{ state: 'vote', endsAt: now + 4 * dayMs, reason: null, staked: io('90000'), straw: none, effectiveAt: null },
  vote: { for: io('12000'), against: io('4000.5'), abstain: io('900'), turnout: io('16900.5') },
  deposit: { amount: io('100'), fate: 'held' },
  ...change,
});

export const olderNotices = (now: number): CommunityOverview['notices'] => [
  {
    ...{ id: 1, kind: 'information', facts: { text: 'The network has begun.' }, at: now - 60 * dayMs },
    ...{ effectiveAt: null, issue: null },
  },
];

/** A proposal as it stands right after it was opened. */
export const openedProposal = (
  now: number,
  asked: Pick<CommunityProposal, 'id' | 'issue' | 'key' | 'value'>,
): CommunityProposal =>
  proposalOf(now, {
    ...asked,
    ...{ openedAt: now, state: 'straw', endsAt: now + 3 * dayMs, vote: none },
    deposit: { amount: proposalDeposit, fate: 'held' },
  });

export const proposalsOf = (now: number): CommunityProposal[] => [
  proposalOf(now, {}),
  proposalOf(now, {
    ...{
      id: 'p-0',
      issue: 'i-fees',
      key: 'jobFees',
      value: '{"dollarBps":200,"reservationBps":50}',
      state: 'rejected',
    },
    ...{ endsAt: null, reason: 'NO_QUORUM', majority: 'simple', deposit: { amount: io('100'), fate: 'returned' } },
  }),
];

export const ownVotes: OwnVotes = { weight: io('746.25'), straw: 'for', vote: null };

/** What the proposal becomes by a vote of this account. */
export const votedOn = (proposal: CommunityProposal, choice: VoteChoice): CommunityProposal => ({
  ...proposal,
  vote: {
    ...proposal.vote,
    [choice]: proposal.vote[choice] + ownVotes.weight,
    turnout: proposal.vote.turnout + ownVotes.weight,
  },
});
