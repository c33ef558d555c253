import { expect, it } from 'vitest';
import type { Elevation } from './elevation.ts';
import type { Plan } from './plan.ts';
import { doneGroups, shownPlan } from './shown.ts';

const here: Elevation = { platform: 'linux', isRoot: false, asks: 'window' };
const plan: Plan = {
  kind: 'steps',
  name: 'cap_wsl_memory',
  steps: [{ kind: 'file', path: '/home/ana/.wslconfig', content: 'ours', before: null }],
  afterwards: null,
};
const fingerprintOf = (shown: ReturnType<typeof shownPlan>): string | null =>
  shown.kind === 'steps' ? shown.fingerprint : null;

it('a file is shown with what is written into it, and with the way back', () =>
  expect(shownPlan(plan, here)).toMatchObject({
    canRun: true,
    steps: [{ text: 'write /home/ana/.wslconfig', input: 'ours', undo: 'remove /home/ana/.wslconfig' }],
  }));

it('a fingerprint holds for one plan, one content and one way of asking', () => {
  const all = [
    shownPlan(plan, here),
    shownPlan({ ...plan, afterwards: 'restart_pc' }, here),
    shownPlan(
      { ...plan, steps: [{ kind: 'file', path: '/home/ana/.wslconfig', content: 'other', before: null }] },
      here,
    ),
    shownPlan(plan, { ...here, asks: 'nobody' }),
  ].map(fingerprintOf);
  expect(new Set(all).size).toBe(4);
  expect(fingerprintOf(shownPlan(structuredClone(plan) as Plan, here))).toBe(all[0]);
});

it('taking a file back says whether it goes or comes back as it was', () => {
  const step = { at: 1, run: 'r', name: 'cap_wsl_memory' as const, isDone: true };
  const file = { kind: 'file' as const, path: '/f', content: 'ours' };
  const stepsOf = (before: string | null) =>
    doneGroups([{ ...step, undo: { ...file, before } }], here)[0]?.shown.steps.map(({ text, input }) => [text, input]);
  expect(stepsOf(null)).toEqual([['remove /f', null]]);
  expect(stepsOf('mine')).toEqual([['restore /f', 'mine']]);
});
