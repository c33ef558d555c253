import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoJobSpec } from '../../tests/fakes/demo-job.ts';
import {
  frozenMsOf,
  hasEnded,
  type JobEvent,
  type JobRecord,
  jobRecordSchema,
  nextJob,
  stopReasons,
} from './job-machine.ts';

const offered: JobRecord = {
  ...{
    spec: demoJobSpec('job-1'),
    state: 'offered',
    offeredAt: 1,
    expiresAt: 1000,
    containerId: null,
    startedAt: null,
  },
  ...{ seenRunningAt: null, endedAt: null, exitCode: null, ranMs: null, stopReason: null, problem: null, reports: [] },
  ...{ whenOwnerReturns: 'freeze', frozenAt: null, frozenMs: 0, networkBytes: 0, replacedId: null },
};
const live = (events: JobEvent[]): JobRecord => events.reduce(nextJob, offered);

const toRunning: JobEvent[] = [
  { kind: 'accepted' },
  { kind: 'image_ready' },
  { kind: 'created', containerId: 'c1' },
  { kind: 'started', at: 10 },
  { kind: 'seen_running', at: 11 },
];
const exit = (change: Partial<Extract<JobEvent, { kind: 'exited' }>> = {}): JobEvent => ({
  ...{ kind: 'exited', exitCode: 0, isOutOfMemory: false, wasUnwatched: false, ranMs: 5, at: 20 },
  ...change,
});
const failure = { code: 'JOB_FAILED', data: { jobId: 'job-1', exitCode: null, detail: 'x' } } as const;

describe('the life of a job', () => {
  it('goes from its offer to its end', () => {
    const states = toRunning.map((_event, index) => live(toRunning.slice(0, index + 1)).state);
    expect(states).toEqual(['pulling', 'starting', 'starting', 'starting', 'running']);
    expect(live([...toRunning, exit()])).toMatchObject({
      state: 'done',
      exitCode: 0,
      ranMs: 5,
      endedAt: 20,
      problem: null,
    });
  });

  it('does not run before it was seen running', () => {
    expect(live(toRunning.slice(0, 4))).toMatchObject({ state: 'starting', startedAt: 10, seenRunningAt: null });
  });

  it.each([
    ['its own failure', exit({ exitCode: 3 }), 'failed', null],
    ['a kill that somebody watched', exit({ exitCode: 137 }), 'failed', 'killed'],
    [
      'a kill for want of memory',
      exit({ exitCode: 137, isOutOfMemory: true, wasUnwatched: true }),
      'failed',
      'out_of_memory',
    ],
    ['a kill that nobody watched', exit({ exitCode: 137, wasUnwatched: true }), 'interrupted', undefined],
    ['a power cut', exit({ exitCode: 255, wasUnwatched: true }), 'interrupted', undefined],
    ['an engine that was ended', exit({ exitCode: 143, wasUnwatched: true }), 'interrupted', undefined],
    ['its own failure that nobody watched', exit({ exitCode: 42, wasUnwatched: true }), 'failed', null],
  ] as const)('ends by %s', (_title, event, state, detail) => {
    const record = live([...toRunning, event]);
    expect(record.state).toBe(state);
    expect(record.problem?.code).toBe(state === 'failed' ? 'JOB_FAILED' : 'JOB_INTERRUPTED');
    if (record.problem?.code === 'JOB_FAILED') expect(record.problem.data.detail).toBe(detail);
  });

  it('stands still and goes on, and knows for how long', () => {
    const frozen = live([...toRunning, { kind: 'froze', at: 100 }]);
    expect(frozen).toMatchObject({ state: 'frozen', frozenAt: 100, frozenMs: 0 });
    expect(frozenMsOf(frozen, 160)).toBe(60);
    const thawed = nextJob(frozen, { kind: 'thawed', at: 150 });
    expect(thawed).toMatchObject({ state: 'running', frozenAt: null, frozenMs: 50 });
    const again = [{ kind: 'froze', at: 200 } as const, { kind: 'thawed', at: 230 } as const].reduce(nextJob, thawed);
    expect(frozenMsOf(again, 999)).toBe(80);
    const unseen = live([...toRunning.slice(0, -1), { kind: 'froze', at: 100 }, { kind: 'thawed', at: 101 }]);
    expect(unseen.state).toBe('starting');
    expect(live([{ kind: 'froze', at: 1 }]).state).toBe('offered');
    expect(nextJob(frozen, exit({ exitCode: 137, wasUnwatched: true })).state).toBe('interrupted');
  });

  it.each(['owner', 'owner_returned', 'network', 'too_hot'] as const)(
    'blames nobody for a stop by %s, whatever the exit code',
    (reason) => {
      for (const exitCode of [0, 1, 137, 143]) {
        const record = live([...toRunning, { kind: 'stop_asked', reason }, exit({ exitCode })]);
        expect(record).toMatchObject({ state: 'interrupted', stopReason: reason, exitCode, problem: null });
      }
    },
  );

  it('fails a job whose own time was over', () => {
    const record = live([...toRunning, { kind: 'stop_asked', reason: 'time_limit' }, exit({ exitCode: 143 })]);
    expect(record).toMatchObject({ state: 'failed', problem: { data: { detail: 'time_limit' } } });
  });

  it('is interrupted when its container is gone, and when it is stopped before there is one', () => {
    expect(live([...toRunning, { kind: 'vanished', at: 30 }]).problem?.code).toBe('JOB_INTERRUPTED');
    const early = live([{ kind: 'accepted' }, { kind: 'stop_asked', reason: 'owner' }, { kind: 'vanished', at: 30 }]);
    expect(early).toMatchObject({ state: 'interrupted', problem: null, ranMs: 0 });
  });

  const anyEvent = fc.oneof(
    fc.constantFrom<JobEvent>({ kind: 'accepted' }, { kind: 'image_ready' }, { kind: 'created', containerId: 'c2' }),
    fc.constantFrom<JobEvent>(
      { kind: 'started', at: 12 },
      { kind: 'seen_running', at: 13 },
      { kind: 'vanished', at: 14 },
    ),
    fc.constantFrom<JobEvent>(
      { kind: 'refused', problem: failure, at: 15 },
      { kind: 'failed', problem: failure, at: 16 },
    ),
    fc.constantFrom(...stopReasons).map((reason): JobEvent => ({ kind: 'stop_asked', reason })),
    fc.record({ exitCode: fc.integer({ min: 0, max: 255 }), wasUnwatched: fc.boolean() }).map((change) => exit(change)),
  );

  it('never leaves an end, whatever comes, and always fits the journal', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        let record = offered;
        for (const event of events) {
          const next = nextJob(record, event);
          if (hasEnded(record)) expect(next).toBe(record);
          record = next;
        }
        expect(jobRecordSchema.parse(record)).toEqual(record);
        expect(hasEnded(record)).toBe(record.endedAt !== null);
        if (record.state === 'running') expect(record.seenRunningAt).not.toBeNull();
      }),
    );
  });
});
