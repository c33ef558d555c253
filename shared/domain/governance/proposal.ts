/**
 * The life of a proposal: opened with a deposit, a straw vote, the vote, and then a month's notice. Where it stands
 * follows from its votes and the time alone; nobody moves it on by hand.
 * Source: the network's rule set, section (i). The straw vote's quorum is this network's own: a tenth of the vote's.
 */
import { type BaseUnits, baseUnitsPerIo, inBaseUnits } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import { noticeEnds, type ParameterChange } from '../parameters/change.ts';
import { type ChangeableKey, changeableKey } from '../parameters/changeable.ts';
import { networkHoursMs, type ParameterRecord } from '../parameters/record.ts';
import type { StakeSnapshot } from './snapshot.ts';
import { hasMajority, hasQuorum, tallyOf, type Vote } from './tally.ts';

export const proposalDeposit = inBaseUnits(1_000n * baseUnitsPerIo);
const strawHours = 72;
const voteHours = 144;
const strawQuorumBps = 150;
const quorumBps = 1_500;

export interface Proposal {
  readonly id: string;
  /** Account that put the deposit down. */
  readonly proposerId: string;
  /** The public issue that it settles. */
  readonly issue: string;
  /** What shall change, and to what, as in a `ParameterChange`. */
  readonly key: string;
  readonly value: unknown;
  /** Also the moment of the snapshot. */
  readonly openedAt: EpochMs;
}

export type ProposalRefusal = 'KEY_NOT_VOTED' | 'VALUE_NOT_ALLOWED' | 'ISSUE_MISSING' | 'DEPOSIT_MISSING';

/** Emergencies are not voted on: they would be over before the vote. */
export const votedKey = (name: string): ChangeableKey | null => {
  const key = changeableKey(name);
  return key?.concerns === 'emergency' ? null : key;
};

/**
 * Why a proposal may not be opened.
 *
 * @param wallet  what the proposer has free
 * @returns the first reason; null when it may
 */
export const refusalOfProposal = (
  asked: Pick<Proposal, 'issue' | 'key' | 'value'>,
  wallet: BaseUnits,
): ProposalRefusal | null => {
  const key = votedKey(asked.key);
  if (key === null) return 'KEY_NOT_VOTED';
  if (!key.allows(asked.value)) return 'VALUE_NOT_ALLOWED';
  if (asked.issue === '') return 'ISSUE_MISSING';
  return wallet < proposalDeposit ? 'DEPOSIT_MISSING' : null;
};

export type ProposalState =
  | { readonly kind: 'straw'; readonly endsAt: EpochMs }
  | { readonly kind: 'vote'; readonly endsAt: EpochMs }
  /** So few took part in the straw vote that it cost everyone's time for nothing. */
  | { readonly kind: 'frivolous'; readonly at: EpochMs }
  /** The straw vote had no majority. */
  | { readonly kind: 'dropped'; readonly at: EpochMs }
  | { readonly kind: 'rejected'; readonly at: EpochMs; readonly reason: 'NO_QUORUM' | 'NO_MAJORITY' }
  | { readonly kind: 'passed'; readonly at: EpochMs };

type HourLength = Pick<ParameterRecord, 'hourMs'>;

const ballotsOf = (
  { openedAt }: Proposal,
  votes: readonly Vote[],
  parameters: HourLength,
): { straw: Vote[]; strawEndsAt: EpochMs; final: Vote[]; endsAt: EpochMs } => {
  const strawEndsAt = openedAt + networkHoursMs(strawHours, parameters);
  const endsAt = strawEndsAt + networkHoursMs(voteHours, parameters);
  return {
    straw: votes.filter(({ at }) => at >= openedAt && at < strawEndsAt),
    strawEndsAt,
    final: votes.filter(({ at }) => at >= strawEndsAt && at < endsAt),
    endsAt,
  };
};

/**
 * Where a proposal stands.
 *
 * @param votes  all that were cast on it; which ballot a vote belongs to follows from its time
 * @param snapshot  of `openedAt`
 * @param parameters  the record in force at `openedAt`
 */
export const proposalState = (
  proposal: Proposal,
  votes: readonly Vote[],
  snapshot: StakeSnapshot,
  now: EpochMs,
  parameters: HourLength,
): ProposalState => {
  const { straw, strawEndsAt, final, endsAt } = ballotsOf(proposal, votes, parameters);
  if (now < strawEndsAt) return { kind: 'straw', endsAt: strawEndsAt };
  const opinion = tallyOf(straw, snapshot);
  if (!hasQuorum(opinion, snapshot, strawQuorumBps)) return { kind: 'frivolous', at: strawEndsAt };
  if (!hasMajority(opinion, 'simple')) return { kind: 'dropped', at: strawEndsAt };
  if (now < endsAt) return { kind: 'vote', endsAt };
  const result = tallyOf(final, snapshot);
  if (!hasQuorum(result, snapshot, quorumBps)) return { kind: 'rejected', at: endsAt, reason: 'NO_QUORUM' };
  const isPassed = hasMajority(result, changeableKey(proposal.key)?.majority ?? 'two_thirds');
  return isPassed ? { kind: 'passed', at: endsAt } : { kind: 'rejected', at: endsAt, reason: 'NO_MAJORITY' };
};

export type VoteRefusal = 'NO_WEIGHT' | 'ALREADY_VOTED' | 'NOT_OPEN';

/**
 * Casts a vote in the ballot that is open at its time. It stands: an account votes once in the straw vote and once in
 * the vote.
 *
 * @param votes  all that were cast on the proposal so far
 * @returns all votes with the new one at the end, or why it does not count
 */
export const castVote = (
  proposal: Proposal,
  votes: readonly Vote[],
  vote: Vote,
  snapshot: StakeSnapshot,
  parameters: HourLength,
):
  | { readonly kind: 'cast'; readonly votes: readonly Vote[] }
  | { readonly kind: 'refused'; readonly reason: VoteRefusal } => {
  const state = proposalState(proposal, votes, snapshot, vote.at, parameters);
  if (vote.at < proposal.openedAt || (state.kind !== 'straw' && state.kind !== 'vote'))
    return { kind: 'refused', reason: 'NOT_OPEN' };
  if ((snapshot.weights.get(vote.accountId) ?? 0n) === 0n) return { kind: 'refused', reason: 'NO_WEIGHT' };
  const { straw, final } = ballotsOf(proposal, votes, parameters);
  const ballot = state.kind === 'straw' ? straw : final;
  if (ballot.some(({ accountId }) => accountId === vote.accountId)) return { kind: 'refused', reason: 'ALREADY_VOTED' };
  return { kind: 'cast', votes: [...votes, vote] };
};

/** Burned for a frivolous proposal; whoever asked what others cared about has the deposit back, passed or not. */
export const depositFate = ({ kind }: ProposalState): 'held' | 'returned' | 'burned' => {
  if (kind === 'straw' || kind === 'vote') return 'held';
  return kind === 'frivolous' ? 'burned' : 'returned';
};

/**
 * The announcement that a passed proposal becomes. Its notice begins now; the change is named like the proposal, so that
 * it can be announced only once.
 *
 * @param now  when it is added to the list of changes
 */
export const changeOfProposal = (proposal: Proposal, now: EpochMs, parameters: HourLength): ParameterChange => ({
  id: proposal.id,
  key: proposal.key,
  value: proposal.value,
  class: 'user_affecting',
  announcedAt: now,
  effectiveAt: noticeEnds(now, parameters),
  expiresAt: null,
  issue: proposal.issue,
  vote: proposal.id,
});
