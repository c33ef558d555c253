import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mainnetParameters } from '../parameters/record.ts';
import {
  dueAt,
  type Issue,
  type IssueStep,
  isOverdue,
  issueStates,
  moveIssue,
  nextSteps,
  openIssue,
} from './issue-state.ts';

const { hourMs } = mainnetParameters;
const done = (issue: Issue, step: IssueStep, now: number): Issue => {
  const move = moveIssue(issue, step, now);
  if (move.kind === 'refused') throw new Error(move.reason);
  return move.issue;
};
const opened = openIssue('i1', 'fraud', 1_000);
const steps: readonly IssueStep[] = [
  { to: 'triaged' },
  { to: 'accepted' },
  { to: 'in_progress' },
  { to: 'scheduled', date: 9_000 },
  { to: 'done' },
];

describe('an issue', () => {
  it('goes from open to done, each state since its step', () => {
    const states: Issue[] = [];
    for (const step of steps) states.push(done(states.at(-1) ?? opened, step, 2_000 + states.length));
    expect(states.map(({ state }) => state)).toEqual([
      { kind: 'triaged', since: 2_000 },
      { kind: 'accepted', since: 2_001 },
      { kind: 'in_progress', since: 2_002 },
      { kind: 'scheduled', since: 2_003, date: 9_000 },
      { kind: 'done', since: 2_004 },
    ]);
    expect(nextSteps(states.at(-1) ?? opened)).toEqual([]);
  });

  it('may be declined once it was looked at, and reverted once it was scheduled', () => {
    const triaged = done(opened, { to: 'triaged' }, 2_000);
    expect(nextSteps(done(triaged, { to: 'declined' }, 2_001))).toEqual([]);
    const scheduled = steps.slice(0, 4).reduce((issue, step) => done(issue, step, 2_000), opened);
    expect(nextSteps(scheduled)).toEqual(['done', 'reverted']);
    expect(done(scheduled, { to: 'reverted' }, 3_000).state).toEqual({ kind: 'reverted', since: 3_000 });
  });

  it('skips no step', () => {
    expect(moveIssue(opened, { to: 'accepted' }, 2_000)).toEqual({ kind: 'refused', reason: 'NOT_NEXT' });
    expect(moveIssue(opened, { to: 'done' }, 2_000)).toEqual({ kind: 'refused', reason: 'NOT_NEXT' });
    const working = steps.slice(0, 3).reduce((issue, step) => done(issue, step, 2_000), opened);
    expect(moveIssue(working, { to: 'scheduled', date: 1_999 }, 2_000)).toEqual({
      kind: 'refused',
      reason: 'DATE_PAST',
    });
  });

  it('is looked at within 72 network hours, and late is late but not lost', () => {
    expect(dueAt(opened, mainnetParameters)).toBe(1_000 + 72 * hourMs);
    expect(isOverdue(opened, 1_000 + 72 * hourMs, mainnetParameters)).toBe(false);
    expect(isOverdue(opened, 1_001 + 72 * hourMs, mainnetParameters)).toBe(true);
    const late = done(opened, { to: 'triaged' }, 1_001 + 72 * hourMs);
    expect(dueAt(late, mainnetParameters)).toBeNull();
    expect(isOverdue(late, 10 ** 13, mainnetParameters)).toBe(false);
  });

  it('is due at the date it was scheduled for, until it is done', () => {
    const scheduled = steps.slice(0, 4).reduce((issue, step) => done(issue, step, 2_000), opened);
    expect([isOverdue(scheduled, 9_000, mainnetParameters), isOverdue(scheduled, 9_001, mainnetParameters)]).toEqual([
      false,
      true,
    ]);
    expect(isOverdue(done(scheduled, { to: 'done' }, 9_500), 9_501, mainnetParameters)).toBe(false);
  });

  it('ends within five steps whatever is asked of it', () => {
    const anyStep = fc
      .tuple(fc.constantFrom(...issueStates.filter((name) => name !== 'open')), fc.integer({ min: 0, max: 10_000 }))
      .map(([to, date]): IssueStep => (to === 'scheduled' ? { to, date } : { to }));
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (asked) => {
        let issue = opened;
        let taken = 0;
        for (const step of asked) {
          const move = moveIssue(issue, step, 2_000 + taken);
          if (move.kind === 'refused') continue;
          expect(nextSteps(issue)).toContain(step.to);
          issue = move.issue;
          taken += 1;
        }
        expect(taken <= 5).toBe(true);
        expect(issue.state.since).toBe(taken === 0 ? 1_000 : 2_000 + taken - 1);
      }),
      { numRuns: 10_000 },
    );
  });
});
