import { describe, expect, it } from 'vitest';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { groupsOf, stepToExplain } from './check-groups.ts';

const step = (id: string, gpuId: string | null, change: Partial<CheckStep> = {}): CheckStep => ({
  id,
  kind: 'fp32_throughput',
  gpuId,
  subject: gpuId ?? 'Processor',
  state: 'waiting',
  progress: 0,
  figure: null,
  verdict: null,
  coverage: null,
  previousMedian: null,
  problem: null,
  ...change,
});

describe('grouping', () => {
  it('keeps two GPUs of one name apart and the order of the run', () => {
    const steps = [
      step('a', null),
      step('b', 'gpu-1', { subject: 'RTX 3060' }),
      step('c', 'gpu-2', { subject: 'RTX 3060' }),
      step('d', 'gpu-1'),
    ];
    expect(groupsOf(steps).map((group) => group.steps.map(({ id }) => id))).toEqual([['a'], ['b', 'd'], ['c']]);
  });
});

describe('the explained step', () => {
  const first = step('first', null, { state: 'done', verdict: 'passed' });
  const broken = step('broken', 'g', { state: 'failed' });
  const wrong = step('wrong', 'g', { state: 'done', verdict: 'invalid' });
  const busy = step('busy', 'g', { state: 'running' });
  it.each([
    ['the chosen one', [first, busy], 'first', 'first'],
    ['the running one', [first, wrong, busy], null, 'busy'],
    ['a wrong output before a failure', [first, broken, wrong], null, 'wrong'],
    ['a failure before a pass', [first, broken], null, 'broken'],
    ['the first one when all is well', [first], 'gone', 'first'],
  ] as const)('is %s', (_, steps, chosen, expected) => expect(stepToExplain(steps, chosen)?.id).toBe(expected));
  it('is none in an empty run', () => expect(stepToExplain([], null)).toBeNull());
});
