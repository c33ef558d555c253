/**
 * `npm run attacks`: cheaters as real code against the real verifier and the real network service. Prints a table, or one
 * JSON object with `--json`. `--runs N` tries each way so often, `--only NAME` one attack alone, `--quick` each way once
 * and without the figures. Fails when a promise of docs/attacks.md is broken.
 */
import { parseArgs } from 'node:util';
import { allAttacks } from './attacks/all-attacks.ts';
import { textOf } from './attacks/print.ts';
import { type BenchOptions, runBench } from './attacks/run-bench.ts';

const names = allAttacks.map(({ name }) => name);
const usage = `usage: npm run attacks -- [--json] [--quick] [--runs N] [--only NAME]\nNAME: ${names.join(', ')}`;

const whole = { runs: 3, draws: 1_000_000, honestProofs: 32, withFigures: true };
const quick = { runs: 1, draws: 200_000, honestProofs: 4, withFigures: false };

/** @returns null for options that there are not */
const readOptions = (): (BenchOptions & { json: boolean }) | null => {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        runs: { type: 'string' },
        only: { type: 'string' },
      },
    });
    const usual = values.quick ? quick : whole;
    const runs = values.runs === undefined ? usual.runs : Number(values.runs);
    if (!Number.isInteger(runs) || runs < 1) return null;
    if (values.only === undefined) return { ...usual, runs, only: null, json: values.json };
    if (!names.includes(values.only)) return null;
    return { ...usual, runs, honestProofs: 0, withFigures: false, only: [values.only], json: values.json };
  } catch {
    return null;
  }
};

const options = readOptions();
if (options === null) {
  console.error(usage);
  process.exitCode = 2;
} else {
  const result = await runBench(options);
  console.log(options.json ? JSON.stringify(result) : textOf(result));
  if (!result.isAsPromised) process.exitCode = 1;
}
