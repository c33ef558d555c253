import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { parametersAt, refusalOfChange } from '../parameters/change.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { emptyPosition, type StakePosition } from '../staking/position.ts';
import {
  castVote,
  changeOfProposal,
  depositFate,
  type Proposal,
  proposalDeposit,
  proposalState,
  refusalOfProposal,
} from './proposal.ts';
import { type StakeSnapshot, snapshotOf } from './snapshot.ts';
import { tallyOf, type Vote, type VoteChoice } from './tally.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const { hourMs } = mainnetParameters;
const openedAt = 1_000 * hourMs + 5;
const hoursIn = (hours: number): number => openedAt + hours * hourMs;

const proposal: Proposal = {
  id: 'p1',
  proposerId: 'ann',
  issue: 'i1',
  key: 'payoutEveryHours',
  value: 24,
  openedAt,
};
const twoThirds: Proposal = { ...proposal, key: 'cooldownHours', value: 400 };

/** 100,000 IO at stake: ann 10,000, ben 20,000, cat 5,000, all others 65,000. */
const snapshot: StakeSnapshot = {
  weights: new Map([
    ['ann', io(10_000n)],
    ['ben', io(20_000n)],
    ['cat', io(5_000n)],
    ['others', io(65_000n)],
  ]),
  staked: io(100_000n),
};
const vote = (accountId: string, choice: VoteChoice, hours: number): Vote => ({
  accountId,
  choice,
  at: hoursIn(hours),
});
const stateAt = (hours: number, votes: readonly Vote[], asked = proposal) =>
  proposalState(asked, votes, snapshot, hoursIn(hours), mainnetParameters);
const straw = vote('ann', 'for', 1);

describe('the snapshot', () => {
  const position = (deviceId: string, ownerId: string, more: Partial<StakePosition>): StakePosition => ({
    ...emptyPosition(deviceId, ownerId),
    ...more,
  });

  it('gives each account the coins that are its own, as owner and as supporter, and nobody the cooling ones', () => {
    const taken = snapshotOf([
      position('d1', 'ann', {
        owner: io(8n),
        supporters: [
          { holderId: 'ben', amount: io(2n), leavesAt: null },
          { holderId: 'cat', amount: io(1n), leavesAt: 7 },
        ],
        cooling: [{ id: 'e', holderId: 'ann', amount: io(99n), askedAt: 0, freeAt: 1 }],
      }),
      position('d2', 'ann', { owner: io(1n) }),
      position('d3', 'ben', { owner: io(3n) }),
      position('d4', 'dan', {}),
    ]);
    expect([...taken.weights]).toEqual([
      ['ann', io(9n)],
      ['ben', io(5n)],
      ['cat', io(1n)],
    ]);
    expect(taken.staked).toBe(io(15n));
  });
});

describe('opening a proposal', () => {
  it('takes a deposit of 1,000 IO', () => {
    expect(proposalDeposit).toBe(io(1_000n));
    expect(refusalOfProposal(proposal, io(1_000n))).toBeNull();
    expect(refusalOfProposal(proposal, inBaseUnits(io(1_000n) - 1n))).toBe('DEPOSIT_MISSING');
  });

  it('asks for what may be changed by a vote only', () => {
    expect(refusalOfProposal({ ...proposal, key: 'emissionCap' }, io(1_000n))).toBe('KEY_NOT_VOTED');
    expect(refusalOfProposal({ ...proposal, key: 'pausedActions', value: ['stake'] }, io(1_000n))).toBe(
      'KEY_NOT_VOTED',
    );
    expect(refusalOfProposal({ ...twoThirds, value: 335 }, io(1_000n))).toBe('VALUE_NOT_ALLOWED');
    expect(refusalOfProposal({ ...proposal, issue: '' }, io(1_000n))).toBe('ISSUE_MISSING');
  });
});

describe('the straw vote', () => {
  it('lasts 72 hours', () => {
    expect(stateAt(71.99, [])).toEqual({ kind: 'straw', endsAt: hoursIn(72) });
    expect(stateAt(72, [straw])).toEqual({ kind: 'vote', endsAt: hoursIn(216) });
  });

  it('shows a proposal that hardly anybody looks at to be frivolous', () => {
    expect(stateAt(72, [])).toEqual({ kind: 'frivolous', at: hoursIn(72) });
    const few: StakeSnapshot = { ...snapshot, weights: new Map([['ann', inBaseUnits(io(1_500n) - 1n)]]) };
    expect(proposalState(proposal, [straw], few, hoursIn(72), mainnetParameters).kind).toBe('frivolous');
    const enough: StakeSnapshot = { ...snapshot, weights: new Map([['ann', io(1_500n)]]) };
    expect(proposalState(proposal, [straw], enough, hoursIn(72), mainnetParameters).kind).toBe('vote');
  });

  it('drops what more speak against, or as many', () => {
    expect(stateAt(300, [straw, vote('ben', 'against', 2)])).toEqual({ kind: 'dropped', at: hoursIn(72) });
    const tied = new Map([
      ['ann', io(10_000n)],
      ['ben', io(10_000n)],
    ]);
    const votes = [straw, vote('ben', 'against', 2)];
    expect(proposalState(proposal, votes, { ...snapshot, weights: tied }, hoursIn(72), mainnetParameters).kind).toBe(
      'dropped',
    );
  });
});

describe('the vote', () => {
  const result = (votes: readonly Vote[], asked = proposal) => stateAt(216, [straw, ...votes], asked);

  it('passes with 15 % of the staked supply and more than half of those who chose', () => {
    expect(result([vote('ann', 'for', 100), vote('cat', 'abstain', 100)])).toEqual({
      kind: 'passed',
      at: hoursIn(216),
    });
    expect(result([vote('ann', 'for', 100)])).toEqual({ kind: 'rejected', at: hoursIn(216), reason: 'NO_QUORUM' });
    expect(result([vote('ben', 'against', 100), vote('ann', 'for', 100)])).toEqual({
      kind: 'rejected',
      at: hoursIn(216),
      reason: 'NO_MAJORITY',
    });
  });

  it('asks exactly two thirds for a cooldown', () => {
    const votes = [vote('ben', 'for', 100), vote('ann', 'against', 100)];
    expect(result(votes, twoThirds).kind).toBe('passed');
    const oneLess: StakeSnapshot = {
      ...snapshot,
      weights: new Map([
        ['ann', io(10_000n)],
        ['ben', inBaseUnits(io(20_000n) - 1n)],
      ]),
    };
    const at = hoursIn(216);
    expect(proposalState(twoThirds, [straw, ...votes], oneLess, at, mainnetParameters).kind).toBe('rejected');
    expect(proposalState(proposal, [straw, ...votes], oneLess, at, mainnetParameters).kind).toBe('passed');
  });

  it('passes nothing on abstentions alone, nor where nothing is at stake', () => {
    expect(result([vote('others', 'abstain', 100)], twoThirds).kind).toBe('rejected');
    const nothing: StakeSnapshot = { weights: new Map(), staked: inBaseUnits(0n) };
    expect(proposalState(proposal, [straw], nothing, hoursIn(216), mainnetParameters).kind).toBe('frivolous');
  });

  it('does not count what was said in the straw vote, nor what came too late', () => {
    expect(result([vote('others', 'for', 71), vote('others', 'for', 216)])).toMatchObject({ reason: 'NO_QUORUM' });
  });
});

describe('casting a vote', () => {
  const cast = (votes: readonly Vote[], one: Vote) => castVote(proposal, votes, one, snapshot, mainnetParameters);

  it('counts once in each of the two ballots', () => {
    const first = cast([], straw);
    expect(first).toEqual({ kind: 'cast', votes: [straw] });
    expect(cast([straw], vote('ann', 'against', 2))).toEqual({ kind: 'refused', reason: 'ALREADY_VOTED' });
    const final = vote('ann', 'against', 73);
    expect(cast([straw], final)).toEqual({ kind: 'cast', votes: [straw, final] });
    expect(cast([straw, final], vote('ann', 'for', 74))).toEqual({ kind: 'refused', reason: 'ALREADY_VOTED' });
  });

  it('takes coins that were at stake when the proposal was opened', () => {
    expect(cast([], vote('late', 'for', 1))).toEqual({ kind: 'refused', reason: 'NO_WEIGHT' });
  });

  it('is over when the proposal is', () => {
    expect(cast([], vote('ann', 'for', 72))).toEqual({ kind: 'refused', reason: 'NOT_OPEN' });
    expect(cast([straw], vote('ann', 'for', 216))).toEqual({ kind: 'refused', reason: 'NOT_OPEN' });
    expect(cast([], vote('ann', 'for', -1))).toEqual({ kind: 'refused', reason: 'NOT_OPEN' });
  });

  it('counts the first of two votes that got past it', () => {
    const tally = tallyOf([vote('ann', 'against', 3), vote('ann', 'for', 2)], snapshot);
    expect(tally).toEqual({ for: io(10_000n), against: 0n, abstain: 0n, turnout: io(10_000n) });
  });
});

describe('what follows', () => {
  it('burns the deposit of a frivolous proposal and gives every other one back at the end', () => {
    const votes = [straw, vote('others', 'for', 100)];
    const fates = [stateAt(0, []), stateAt(72, votes), stateAt(216, votes), stateAt(216, [straw]), stateAt(72, [])];
    expect(fates.map(depositFate)).toEqual(['held', 'held', 'returned', 'returned', 'burned']);
    expect(depositFate(stateAt(72, [straw, vote('ben', 'against', 2)]))).toBe('returned');
  });

  it('is an announcement with its 720 hours, of a technical key too', () => {
    const now = hoursIn(216);
    for (const asked of [proposal, { ...proposal, key: 'shadowEvery', value: 4 }]) {
      const change = changeOfProposal(asked, now, mainnetParameters);
      expect(refusalOfChange(change, now, mainnetParameters)).toBeNull();
      expect(change).toMatchObject({ id: 'p1', vote: 'p1', issue: 'i1', effectiveAt: (1_000 + 216 + 721) * hourMs });
    }
    const change = changeOfProposal(proposal, now, mainnetParameters);
    expect(parametersAt(mainnetParameters, [change], change.effectiveAt).payoutEveryHours).toBe(24);
  });
});
