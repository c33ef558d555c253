import { describe, expect, it } from 'vitest';
import type { CheckKind, CheckMode, CheckRun, CheckStep } from '../../../shared/contract/app/checks.ts';
import { progressOf, roundedLeftMs, timeLeftOf } from './time-left.ts';

const step = (kind: CheckKind, state: CheckStep['state'], progress: number): CheckStep => ({
  id: kind,
  kind,
  gpuId: null,
  subject: '',
  state,
  progress,
  gaveWay: 0,
  figure: null,
  verdict: null,
  coverage: null,
  reference: null,
  gap: [],
  conditions: null,
  previousMedian: null,
  problem: null,
});

const run = (mode: CheckMode, steps: CheckStep[], state: CheckRun['state'] = 'running'): CheckRun => ({
  id: 'r',
  mode,
  state,
  startedAt: 1_000,
  finishedAt: null,
  steps,
});

const memory = run('memory', [
  step('vram_pattern', 'done', 1),
  step('vram_pattern', 'running', 0.5),
  step('vram_pattern', 'waiting', 0),
]);

describe('the progress of a run', () => {
  it('counts ended steps whole and the running one by its own progress', () => expect(progressOf(memory)).toBe(0.5));
  it('counts a broken step as over', () =>
    expect(progressOf(run('memory', [step('vram_pattern', 'failed', 0.2)]))).toBe(1));
  it('weighs the long memory check more than a short figure', () =>
    expect(
      progressOf(run('full', [step('fp16_throughput', 'done', 1), step('vram_pattern', 'waiting', 0)])),
    ).toBeLessThan(0.1));
  it.each([
    ['without steps', []],
    ['of what takes no time', [step('network_link', 'waiting', 0)]],
  ])('is nothing for a run %s', (_, steps) => expect(progressOf(run('full', steps))).toBe(0));
});

describe('the time left', () => {
  it('is what is usual while nothing is known of this run', () => {
    const fresh = run('memory', [step('vram_pattern', 'running', 0)]);
    expect(timeLeftOf(fresh, 1_000)).toEqual({ runMs: 360_000, stepMs: 360_000 });
  });
  it('follows the pace of this run', () =>
    expect(timeLeftOf(memory, 1_000 + 2 * 540_000)).toEqual({ runMs: 1_080_000, stepMs: 360_000 }));
  it('does not follow a clock that jumped', () =>
    expect(timeLeftOf(memory, 1_000 + 100 * 540_000)?.runMs).toBe(8 * 540_000));
  it('is unknown once the run is over', () => expect(timeLeftOf(run('memory', [], 'done'), 2_000)).toBeNull());
});

it.each([
  [0, 5_000],
  [13_700, 15_000],
  [94_000, 95_000],
  [200_000, 180_000],
  [3_500_000, 3_480_000],
])('%d ms is said as %d', (ms, expected) => expect(roundedLeftMs(ms)).toBe(expected));
