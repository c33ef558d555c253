import { describe, expect, it } from 'vitest';
import { reportOf } from './job-report.ts';

const event = {
  kind: 'job_state' as const,
  id: 'x',
  jobId: 'j1',
  at: 5,
  exitCode: 0,
  ranMs: 12.6,
  stopReason: null,
  problem: null,
};

describe('what the network is told of a job', () => {
  it('names the outcome, and an owner who took the PC back', () => {
    expect(reportOf({ ...event, state: 'done' })).toEqual({
      kind: 'job_ended',
      jobId: 'j1',
      outcome: 'done',
      exitCode: 0,
      ranMs: 13,
    });
    expect(reportOf({ ...event, state: 'failed', stopReason: 'owner', exitCode: 143 })).toMatchObject({
      outcome: 'stopped_by_owner',
    });
    expect(reportOf({ ...event, state: 'failed', stopReason: 'gpu_gone', exitCode: 143 })).toMatchObject({
      outcome: 'interrupted',
    });
    expect(reportOf({ ...event, state: 'failed', stopReason: 'time_limit', exitCode: 143 })).toMatchObject({
      outcome: 'failed',
    });
    expect(reportOf({ ...event, state: 'interrupted', exitCode: null, ranMs: null })).toMatchObject({
      outcome: 'interrupted',
      ranMs: 0,
    });
  });

  it('says nothing of steps on the way', () => {
    expect((['pulling', 'starting', 'stopping'] as const).map((state) => reportOf({ ...event, state }))).toEqual([
      null,
      null,
      null,
    ]);
    expect(reportOf({ ...event, state: 'running' })).toEqual({ kind: 'job_running', jobId: 'j1' });
  });
});
