import { describe, expect, it } from 'vitest';
import type { CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';
import { outcomeOf, progressOf, summaryOf } from './check-outcome.ts';

const step = (change: Partial<CheckStep>): CheckStep => ({
  id: 'cpu',
  kind: 'cpu_throughput',
  gpuId: null,
  subject: 'Processor',
  state: 'waiting',
  progress: 0,
  figure: null,
  verdict: null,
  coverage: null,
  previousMedian: null,
  problem: null,
  ...change,
});

const passed = step({ state: 'done', verdict: 'passed', progress: 1 });
const invalid = step({ state: 'done', verdict: 'invalid', progress: 1 });
const failed = step({ state: 'failed' });
const running = step({ state: 'running', progress: 0.5 });
const waiting = step({});
const cancelled = step({ state: 'cancelled' });

const run = (state: CheckRun['state'], steps: CheckStep[]): CheckRun => ({
  id: 'r',
  mode: 'quick',
  state,
  startedAt: 0,
  finishedAt: null,
  steps,
});

describe('what became of a step', () => {
  it.each([
    ['a passed one', passed, 'passed'],
    ['a wrong output', invalid, 'invalid'],
    ['a step that ended with a failed verdict', step({ state: 'done', verdict: 'failed' }), 'failed'],
    ['a step that broke off', failed, 'failed'],
    ['a step without a verdict', step({ state: 'done' }), 'unjudged'],
    ['a stopped one', cancelled, 'cancelled'],
  ] as const)('is told for %s', (_, input, expected) => expect(outcomeOf(input)).toBe(expected));
});

describe('the sentence about a run', () => {
  it.each([
    ['no run', null, { kind: 'none' }],
    ['a run under way', run('running', [passed, running, waiting]), { kind: 'running', done: 1, total: 3 }],
    ['a clean run', run('done', [passed, passed]), { kind: 'passed', total: 2 }],
    ['a wrong output beside a failure', run('done', [failed, invalid]), { kind: 'wrong', count: 1, total: 2 }],
    ['a failure', run('done', [passed, failed]), { kind: 'failed', count: 1, total: 2 }],
    ['a run that broke off before any step', run('failed', [waiting]), { kind: 'failed', count: 0, total: 1 }],
    ['a stopped run', run('cancelled', [passed, cancelled]), { kind: 'cancelled', done: 1, total: 2 }],
    ['a wrong output in a stopped run', run('cancelled', [invalid, cancelled]), { kind: 'wrong', count: 1, total: 2 }],
    [
      'a step without a verdict',
      run('done', [passed, step({ state: 'done' })]),
      { kind: 'unjudged', count: 1, total: 2 },
    ],
  ] as const)('counts %s', (_, input, expected) => expect(summaryOf(input)).toEqual(expected));
});

describe('the progress of a run', () => {
  it('counts ended steps whole and the running one by its own progress', () =>
    expect(progressOf(run('running', [passed, failed, running, waiting]))).toBe(0.625));
  it('is nothing for a run without steps', () => expect(progressOf(run('running', []))).toBe(0));
});
