import { expect, it } from 'vitest';
import { createProblemBoard } from './problem-board.ts';
import { noteReview } from './review-watch.ts';

it('stands on the board while somebody looks, with the gravest thing that was seen', () => {
  const problems = createProblemBoard({ now: () => 0 } as never);
  const codes = (): unknown[] => problems.problems.get().map(({ problem }) => problem);
  const reason = (kind: 'drift' | 'share_count') => ({ kind, score: 0.5, facts: {} });
  noteReview(
    {
      review: { openedAt: 0, score: 0.95, reasons: [reason('share_count'), reason('drift')] },
      isPaceUnderReview: false,
    },
    problems,
  );
  expect(codes()).toEqual([{ code: 'UNDER_REVIEW', data: { pattern: 'share_count' } }]);
  noteReview({ review: null, isPaceUnderReview: false }, problems);
  expect(codes()).toEqual([]);
});

it('calls a late proof no failure while the network looks at its own figures of the model', () => {
  const problems = createProblemBoard({ now: () => 0 } as never);
  const codes = (): string[] => problems.problems.get().map(({ problem }) => problem.code);
  problems.raise({ code: 'PROOF_FAILED', data: { challengeId: 'c', verdict: 'late' } });
  noteReview({ review: null, isPaceUnderReview: true }, problems);
  expect(codes()).toEqual(['PACE_UNDER_REVIEW']);
  noteReview({ review: null, isPaceUnderReview: false }, problems);
  expect(codes()).toEqual([]);
});
