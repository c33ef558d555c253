import { describe, expect, it } from 'vitest';
import type { CheckStep } from '../../../shared/contract/app/checks.ts';
import { groupsOf, stepToExplain } from './check-groups.ts';

const step = (id: string, gpuId: string | null, change: Partial<CheckStep> = {}): CheckStep => ({
  id,
  kind: gpuId === null ? 'cpu_throughput' : 'fp32_throughput',
  gpuId,
  subject: gpuId ?? 'Processor',
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

describe('grouping', () => {
  it('keeps two GPUs of one name apart, says so, and keeps the order of the run', () => {
    const groups = groupsOf([
      step('a', null),
      step('b', 'gpu-1', { subject: 'RTX 3060' }),
      step('c', 'gpu-2', { subject: 'RTX 3060' }),
      step('d', 'gpu-1', { subject: 'RTX 3060' }),
      step('e', 'gpu-3', { subject: 'RTX 4090' }),
    ]);
    expect(groups.map(({ steps }) => steps.map(({ id }) => id))).toEqual([['a'], ['b', 'd'], ['c'], ['e']]);
    expect(groups.map(({ hasTwin }) => hasTwin)).toEqual([false, true, true, false]);
  });

  it('names the PC by its processor and reads processor, disk, connection, whatever ran first', () => {
    const [pc] = groupsOf([
      step('line', null, { kind: 'network_link', subject: '' }),
      step('disk', null, { kind: 'disk_random', subject: '/data' }),
      step('one', null, { kind: 'cpu_single', subject: 'Ryzen 9' }),
      step('all', null, { kind: 'cpu_throughput', subject: 'Ryzen 9' }),
    ]);
    expect(pc?.subject).toBe('Ryzen 9');
    expect(pc?.steps.map(({ id }) => id)).toEqual(['one', 'all', 'disk', 'line']);
  });

  it('shows no PC where only GPUs were checked', () =>
    expect(groupsOf([step('a', 'gpu-1')]).map(({ gpuId }) => gpuId)).toEqual(['gpu-1']));
});

describe('the explained step', () => {
  const first = step('first', null, { state: 'done', verdict: 'passed' });
  const slow = step('slow', 'g', { state: 'done', verdict: 'passed', gap: ['driver'] });
  const broken = step('broken', 'g', { state: 'failed' });
  const found = step('found', 'g', { state: 'done', verdict: 'failed' });
  const wrong = step('wrong', 'g', { state: 'done', verdict: 'invalid' });
  const busy = step('busy', 'g', { state: 'running' });
  it.each([
    ['the chosen one', [first, busy], 'first', 'first'],
    ['the running one', [first, wrong, busy], null, 'busy'],
    ['a wrong output before a failure', [first, found, wrong], null, 'wrong'],
    ['what was found before what broke off', [first, broken, found], null, 'found'],
    ['what broke off before what is slow', [first, slow, broken], null, 'broken'],
    ['what is slow before a pass', [first, slow], null, 'slow'],
    ['the first one when all is well', [first], 'gone', 'first'],
  ] as const)('is %s', (_, steps, chosen, expected) => expect(stepToExplain(steps, chosen)?.id).toBe(expected));
  it('is none in an empty run', () => expect(stepToExplain([], null)).toBeNull());
});
