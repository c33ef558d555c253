import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommitteeVote, contradictingMembers, verdictOf, workOf } from './verdict.ts';

const members = ['a', 'b', 'c'];
const vote = (validatorId: string, finding: CommitteeVote['finding']): CommitteeVote => ({ validatorId, finding });
const up = (id: string) => vote(id, 'upheld');
const down = (id: string) => vote(id, 'rejected');

describe('a verdict', () => {
  it.each<[string, readonly CommitteeVote[], string]>([
    ['nobody has voted', [], 'undecided'],
    ['one of three has', [up('a')], 'undecided'],
    ['two agree', [up('a'), up('b')], 'upheld'],
    ['two against one', [down('a'), up('b'), down('c')], 'rejected'],
    ['two differ and one is missing', [up('a'), down('b')], 'undecided'],
    ['one voted twice', [up('a'), up('a')], 'undecided'],
    ['outsiders join in', [up('a'), up('x'), up('y')], 'undecided'],
    ['one signed both', [up('a'), up('b'), down('b')], 'undecided'],
  ])('when %s', (_title, votes, verdict) => expect(verdictOf(members, votes)).toBe(verdict));

  it('is none without a committee', () => expect(verdictOf([], [up('a')])).toBe('undecided'));

  it('tells correct work from wrong, and pays nobody while it is open', () => {
    expect(workOf(members, [up('a'), down('b'), up('c')])).toEqual({ correct: ['a', 'c'], wrong: ['b'] });
    expect(workOf(members, [up('a'), down('b')])).toEqual({ correct: [], wrong: [] });
    expect(workOf(members, [up('a'), up('b'), up('c'), down('c')])).toEqual({ correct: ['a', 'b'], wrong: [] });
  });

  it('names whoever signed both findings', () => {
    expect(contradictingMembers(members, [up('a'), down('a'), up('b'), up('x'), down('x')])).toEqual(['a']);
  });

  it('has two of three members behind it, in every order of the votes', () => {
    const anyVotes = fc.array(
      fc.record({
        validatorId: fc.constantFrom('a', 'b', 'c', 'x'),
        finding: fc.constantFrom('upheld' as const, 'rejected' as const),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anyVotes, (votes) => {
        const verdict = verdictOf(members, votes);
        const { correct, wrong } = workOf(members, votes);
        expect(verdictOf(members, votes.toReversed())).toBe(verdict);
        expect(correct.length >= 2).toBe(verdict !== 'undecided');
        expect(correct.some((id) => wrong.includes(id))).toBe(false);
        expect([...correct, ...wrong].every((id) => members.includes(id))).toBe(true);
        const contradicting = contradictingMembers(members, votes);
        expect([...correct, ...wrong].some((id) => contradicting.includes(id))).toBe(false);
      }),
      { numRuns: 10_000 },
    );
  });
});
