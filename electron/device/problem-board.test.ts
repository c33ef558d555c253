import { describe, expect, it } from 'vitest';
import { createProblemBoard } from './problem-board.ts';

const board = () => {
  let now = 1000;
  const clock = { now: () => now++, monotonic: () => now, sleep: () => Promise.resolve() };
  return createProblemBoard(clock);
};

describe('the problem board', () => {
  it('puts the gravest first, whichever came first', () => {
    const problems = board();
    problems.raise({ code: 'ENGINE_ABSENT', data: { lookedAt: [] } });
    problems.raise({ code: 'GPU_TOO_HOT', data: { gpuId: 'a', temperatureCelsius: 90, limitCelsius: 80 } });
    expect(problems.problems.get().map(({ problem }) => problem.code)).toEqual(['GPU_TOO_HOT', 'ENGINE_ABSENT']);
  });

  it('keeps when a problem began and gathers what was seen', () => {
    const problems = board();
    problems.raise({ code: 'ENGINE_UNREACHABLE', data: { socketPath: '/a' } }, 'first');
    problems.raise({ code: 'ENGINE_UNREACHABLE', data: { socketPath: '/b' } }, 'second');
    const [standing] = problems.problems.get();
    expect(standing?.since).toBe(1000);
    expect(standing?.problem.data).toEqual({ socketPath: '/b' });
    expect(standing?.evidence.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  it('tells nobody when there is nothing to clear', () => {
    const problems = board();
    let changes = 0;
    problems.problems.subscribe(() => {
      changes += 1;
    });
    problems.clear('ENGINE_ABSENT');
    expect(changes).toBe(0);
  });
});
