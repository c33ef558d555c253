import { expect, it } from 'vitest';
import type { Outcome } from './carry-out.ts';
import { outcomeOf } from './outcome-of.ts';

const mend = { task: 'mend', code: 'ENGINE_ABSENT', afterwards: null } as const;
const done = { kind: 'done' } as const;
const failed = (words: string[], exitCode: number | null): Outcome => ({ kind: 'failed', words, exitCode });

it.each([
  [done, mend, [], 'mended'],
  [done, mend, ['ENGINE_OUTDATED'], 'mended'],
  [done, mend, ['ENGINE_ABSENT'], 'still_there'],
  // It is there now, and no job can use it.
  [done, mend, ['ENGINE_UNREACHABLE'], 'still_there'],
  [done, { ...mend, afterwards: 'log_in_again' }, ['ENGINE_DENIED'], 'later'],
  // Nobody could look, so nothing is claimed.
  [done, mend, null, 'still_there'],
  [done, { ...mend, afterwards: 'log_in_again' }, ['ENGINE_ABSENT'], 'later'],
  [done, { ...mend, afterwards: 'log_in_again' }, [], 'mended'],
  [done, { ...mend, task: 'undo', code: null }, [], 'undone'],
  [{ kind: 'stopped' }, mend, [], 'stopped'],
] as const)('%j of %j, with %j standing, is %s', (outcome, task, standing, is) =>
  expect(outcomeOf(outcome, task, standing, 'linux')).toEqual({ outcome: is, failure: null }),
);

it.each([
  [failed(['pkexec', 'rm'], 126), 'dismissed', 126],
  [failed(['pkexec', 'rm'], 127), 'not_authorized', 127],
  [failed(['pkexec', 'rm'], 3), 'failed', 3],
  [failed(['apt-get'], 126), 'failed', 126],
  [failed(['apt-get'], null), 'not_started', null],
  [failed(['apt-get'], -1), 'not_ended', null],
  ['not_written', 'not_written', null],
] as const)('%j failed because of %s', (outcome, why, exitCode) =>
  expect(outcomeOf(outcome, mend, [], 'linux')).toMatchObject({ outcome: 'failed', failure: { why, exitCode } }),
);
