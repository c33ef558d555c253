import { describe, expect, it } from 'vitest';
import type { CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';
import { outcomeOf, summaryOf } from './check-outcome.ts';

const step = (change: Partial<CheckStep>): CheckStep => ({
  id: 'cpu',
  kind: 'cpu_throughput',
  gpuId: null,
  subject: 'Processor',
  state: 'waiting',
  progress: 0,
  gaveWay: 0,
  figure: null,
  verdict: null,
  coverage: null,
  reference: null,
  gap: [],
  conditions: null,
  previousMedian: null,
  problem: null,
  ...change,
});

const passed = step({ state: 'done', verdict: 'passed', progress: 1 });
const slow = step({ state: 'done', verdict: 'passed', gap: ['thermal', 'driver'] });
const invalid = step({ state: 'done', verdict: 'invalid', progress: 1 });
const failed = step({ state: 'done', verdict: 'failed' });
const notOffered = step({ state: 'done', verdict: 'not_offered' });
const unfinished = step({ state: 'failed' });
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
    ['one below its reference', slow, 'slow'],
    ['a wrong output', invalid, 'invalid'],
    ['a step that found something wrong', failed, 'failed'],
    ['a step that broke off', unfinished, 'unfinished'],
    ['a thing that the driver does not have', notOffered, 'not_offered'],
    ['a step without a verdict', step({ state: 'done' }), 'unjudged'],
    ['a stopped one', cancelled, 'cancelled'],
  ] as const)('is told for %s', (_, input, expected) => expect(outcomeOf(input)).toBe(expected));
});

describe('the sentence about a run', () => {
  it.each([
    ['no run', null, { kind: 'none' }],
    ['a run under way', run('running', [passed, running, waiting]), { kind: 'running', done: 1, total: 3 }],
    ['what is not offered as done', run('running', [notOffered, running]), { kind: 'running', done: 1, total: 2 }],
    ['a clean run', run('done', [passed, passed]), { kind: 'passed', total: 2 }],
    ['only what was offered', run('done', [passed, notOffered]), { kind: 'passed', total: 1 }],
    ['a run of nothing', run('done', []), { kind: 'nothing' }],
    ['a run of which nothing is offered', run('done', [notOffered]), { kind: 'nothing' }],
    ['a slow figure', run('done', [passed, slow]), { kind: 'slow', count: 1, total: 2 }],
    ['a wrong output beside a failure', run('done', [failed, invalid]), { kind: 'wrong', count: 1, total: 2 }],
    [
      'a failure beside a step that broke off',
      run('done', [unfinished, failed]),
      { kind: 'failed', count: 1, total: 2 },
    ],
    ['a step that broke off', run('done', [slow, unfinished]), { kind: 'unfinished', count: 1, total: 2 }],
    ['a run that broke off before any step', run('failed', [waiting]), { kind: 'unfinished', count: 0, total: 1 }],
    ['a stopped run', run('cancelled', [passed, cancelled]), { kind: 'cancelled', done: 1, total: 2 }],
    ['a wrong output in a stopped run', run('cancelled', [invalid, cancelled]), { kind: 'wrong', count: 1, total: 2 }],
    [
      'a step without a verdict',
      run('done', [passed, step({ state: 'done' })]),
      { kind: 'unjudged', count: 1, total: 2 },
    ],
  ] as const)('counts %s', (_, input, expected) => expect(summaryOf(input)).toEqual(expected));
});
