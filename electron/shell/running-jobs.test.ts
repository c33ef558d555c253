import { expect, it } from 'vitest';
import { jobStates } from '../../shared/contract/app/worker.ts';
import { scenarios } from '../../tests/fakes/core/scenarios.ts';
import { hasRunningJob } from './running-jobs.ts';

const busy = ['pulling', 'starting', 'running', 'frozen', 'stopping'];
const state = scenarios['job-running'](0);

it.each(jobStates)('knows whether a job that is %s occupies this PC', (jobState) => {
  const jobs = state.worker.jobs.slice(0, 1).map((job) => ({ ...job, state: jobState }));
  expect(jobs).toHaveLength(1);
  expect(hasRunningJob({ ...state, worker: { jobs } })).toBe(busy.includes(jobState));
});

it('takes a job for running while nothing is known, and none when there is none', () => {
  expect(hasRunningJob(null)).toBe(true);
  expect(hasRunningJob({ ...state, worker: { jobs: [] } })).toBe(false);
});
