import { describe, expect, it } from 'vitest';
import { nothingRead, type Readings } from '../../shared/contract/app/machine.ts';
import type { Job } from '../../shared/contract/app/worker.ts';
import { createCell } from '../../shared/live/cell.ts';
import type { Worker } from '../worker/worker.ts';
import { createHeatGuard } from './heat-guard.ts';
import { createProblemBoard } from './problem-board.ts';

const at = (temperatureCelsius: number | null): Readings => {
  const now = { at: 0, ...nothingRead, temperatureCelsius };
  return { gpus: { card: { now, lastHour: [] } }, cpu: null, own: null };
};

const workerWith = (states: Job['state'][], stops: string[]): Pick<Worker, 'state' | 'stop'> => ({
  state: createCell({ jobs: states.map((state, n) => ({ id: `job-${n}`, state }) as Job) }),
  stop: (id, reason) => {
    stops.push(`${id} ${reason}`);
    return Promise.resolve('done');
  },
});

describe('the heat guard', () => {
  it('ends jobs once above the limit and lets go five degrees below it', () => {
    const problems = createProblemBoard({ now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() });
    const stops: string[] = [];
    const guard = createHeatGuard({ problems, limitCelsius: () => 80, worker: workerWith(['running', 'done'], stops) });
    const seen = [79, 80, 81, 90, 78, 76, 75].map((celsius) => {
      guard.note(at(celsius));
      return problems.problems.get().length;
    });
    expect(seen).toEqual([0, 0, 1, 1, 1, 1, 0]);
    expect(stops).toEqual(['job-0 too_hot']);
  });

  it('never calls a GPU without a sensor hot', () => {
    const problems = createProblemBoard({ now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() });
    createHeatGuard({ problems, limitCelsius: () => 50, worker: workerWith([], []) }).note(at(null));
    expect(problems.problems.get()).toEqual([]);
  });
});
