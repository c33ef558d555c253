/** One run of the tests that try some faults. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault, Trial } from './catalogue.ts';
import { judgeRun, type RunOfFault, type VitestReport } from './outcome.ts';
import { faultReportVariable, type Testimony } from './testimony.ts';

const root = join(import.meta.dirname, '../..');

/** Standard output is ours alone: with `--json` it must be one object. @returns the exit code */
export const runQuietly = (args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

/** A trial's file is in one of them; the others have it on another engine. */
const projects = ['unit', 'waiting', 'machine', 'network', 'long'];

const runFiles = async (trials: readonly Trial[], dir: string): Promise<VitestReport> => {
  const path = join(dir, 'report.json');
  await runQuietly(
    [
      ...[join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
      ...projects.flatMap((project) => ['--project', project]),
      ...['--reporter', 'json', '--outputFile', path],
      ...['--testNamePattern', trials.map(({ tests }) => `(?:${tests.source})`).join('|')],
      ...new Set(trials.map(({ file }) => file)),
    ],
    { ...process.env, [faultReportVariable]: join(dir, 'told.jsonl') },
  );
  // One that found none of its files writes no report; its faults then say so.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as VitestReport) : { testResults: [] };
};

const readTold = (path: string): Testimony[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Testimony]))
    : [];

/** @returns what became of each fault, in their order */
export const runTrials = async (faults: readonly Fault[]): Promise<RunOfFault[]> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-faults-'));
  try {
    const trials = faults.flatMap((fault) => fault.trials);
    const report = await runFiles(trials, dir);
    const told = readTold(join(dir, 'told.jsonl'));
    return faults.map((fault) => judgeRun(fault, report, told));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
