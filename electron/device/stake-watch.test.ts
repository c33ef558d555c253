import { describe, expect, it } from 'vitest';
import { createProblemBoard } from './problem-board.ts';
import { noteStake } from './stake-watch.ts';

const board = () => createProblemBoard({ now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() });
const codes = (problems: ReturnType<typeof board>) => problems.problems.get().map(({ problem }) => problem);

describe('the stake that earning asks for', () => {
  it('is a problem while it is too small, by its newest figures, and none once it is enough', () => {
    const problems = board();
    noteStake({ staked: 50n, required: 200n }, problems);
    noteStake({ staked: 60n, required: 200n }, problems);
    expect(codes(problems)).toEqual([{ code: 'STAKE_MISSING', data: { staked: 60n, required: 200n } }]);
    noteStake({ staked: 200n, required: 200n }, problems);
    expect(codes(problems)).toEqual([]);
  });

  it('is no problem while nobody knows it', () => {
    const problems = board();
    noteStake(null, problems);
    expect(codes(problems)).toEqual([]);
  });
});
