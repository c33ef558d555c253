/** What became of each fault over all runs, from what vitest reports and what the tests themselves told. Pure. */
import type { Fault, Trial } from './catalogue.ts';
import type { Testimony } from './testimony.ts';

export interface VitestReport {
  testResults: readonly {
    /** Full path of the file. */
    name: string;
    message?: string;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
  }[];
}

export interface RunOfFault {
  /** False: its tests were skipped on this machine, or it has none. */
  isTried: boolean;
  hasPassed: boolean;
  told: readonly Testimony[];
  /** Why it has not passed, or was not tried. */
  complaints: readonly string[];
}

export interface FaultOutcome {
  number: number;
  title: string;
  runs: number;
  passed: number;
  /** As the last run told it. */
  injected: string | null;
  seen: string | null;
  lost: string | null;
  why: string | null;
}

const judgeTrial = (trial: Trial, report: VitestReport): Pick<RunOfFault, 'isTried' | 'complaints'> => {
  const file = report.testResults.find(({ name }) => name.replaceAll('\\', '/').endsWith(`/${trial.file}`));
  if (file === undefined) return { isTried: true, complaints: [`${trial.file} did not run`] };
  const tests = file.assertionResults.filter(({ fullName }) => trial.tests.test(fullName));
  if (tests.length === 0)
    return { isTried: true, complaints: [file.message || `no such test in ${trial.file}: ${trial.tests.source}`] };
  const ran = tests.filter(({ status }) => status === 'passed' || status === 'failed');
  if (ran.length === 0) return { isTried: false, complaints: tests.map(({ fullName }) => `skipped: ${fullName}`) };
  return {
    isTried: true,
    complaints: ran
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => [fullName, ...(failureMessages ?? [])].join('\n')),
  };
};

export const judgeRun = (fault: Fault, report: VitestReport, told: readonly Testimony[]): RunOfFault => {
  const judged = fault.trials.map((trial) => judgeTrial(trial, report));
  const isTried = judged.some((trial) => trial.isTried);
  const own = told.filter((one) => one.fault === fault.number);
  const failures = judged.flatMap((trial) => (trial.isTried ? trial.complaints : []));
  const silent = isTried && failures.length === 0 && own.length === 0 ? ['its tests told nothing'] : [];
  const skipped = judged.flatMap((trial) => (trial.isTried ? [] : trial.complaints));
  return {
    isTried,
    hasPassed: isTried && failures.length + silent.length === 0,
    told: own,
    complaints: [...failures, ...silent, ...skipped],
  };
};

const joined = (texts: readonly string[]): string | null => [...new Set(texts)].join('; ') || null;

export const outcomeOf = (fault: Fault, runs: readonly RunOfFault[]): FaultOutcome => {
  const told = runs.findLast((run) => run.told.length > 0)?.told ?? [];
  const skipped = runs.flatMap((run) => (run.isTried ? [] : run.complaints));
  return {
    number: fault.number,
    title: fault.title,
    runs: runs.filter(({ isTried }) => isTried).length,
    passed: runs.filter(({ hasPassed }) => hasPassed).length,
    injected: joined(told.map(({ injected }) => injected)),
    seen: joined(told.map(({ seen }) => seen)),
    lost: joined(told.map(({ lost }) => lost)),
    why: joined([...(fault.why === null ? [] : [fault.why]), ...skipped]),
  };
};
