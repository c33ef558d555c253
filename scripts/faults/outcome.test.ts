import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Fault, faults } from './catalogue.ts';
import { judgeRun, outcomeOf, type VitestReport } from './outcome.ts';

const fault: Fault = {
  number: 1,
  title: 'Killed',
  trials: [{ file: 'tests/killed.test.ts', tests: /is killed/ }],
  why: null,
};
const told = [{ fault: 1, injected: 'kill -9', seen: 'one start', lost: 'nothing' }];
const reportOf = (status: string, fullName = 'the app is killed'): VitestReport => ({
  testResults: [{ name: '/repo/tests/killed.test.ts', assertionResults: [{ status, fullName }] }],
});

describe('a run of a fault', () => {
  it.each([
    ['passed and told of', reportOf('passed'), told, true, true],
    ['failed', reportOf('failed'), told, true, false],
    ['told nothing', reportOf('passed'), [], true, false],
    ['told of another fault', reportOf('passed'), [{ ...told[0], fault: 2 }], true, false],
    ['not found under its name', reportOf('passed', 'something else'), told, true, false],
    ['of a file that did not run', { testResults: [] }, told, true, false],
    ['skipped on this machine', reportOf('skipped'), [], false, false],
  ] as const)('whose test %s', (_what, report, lines, isTried, hasPassed) => {
    expect(judgeRun(fault, report, lines as typeof told)).toMatchObject({ isTried, hasPassed });
  });
});

it('the outcome is that of all runs, in the words of the last that said any', () => {
  const runs = [judgeRun(fault, reportOf('passed'), told), judgeRun(fault, reportOf('failed'), [])];
  expect(outcomeOf(fault, runs)).toMatchObject({ runs: 2, passed: 1, seen: 'one start', why: null });
  const skipped = [judgeRun(fault, reportOf('skipped'), [])];
  expect(outcomeOf(fault, skipped)).toMatchObject({ runs: 0, passed: 0, why: 'skipped: the app is killed' });
});

it('the catalogue has each of the 25 once, each with its trial, in files that are there', () => {
  expect(faults.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_none, n) => n + 1));
  expect(faults.filter(({ trials }) => trials.length === 0)).toEqual([]);
  const files = faults.flatMap(({ trials }) => trials.map(({ file }) => file));
  expect(files.filter((file) => !existsSync(join(import.meta.dirname, '../..', file)))).toEqual([]);
});
