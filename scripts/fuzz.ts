/** `npm run fuzz`: a million hostile jobs and create calls against both guards; CI makes a tenth of them. */
import { join } from 'node:path';
import { runNode } from './run-node.ts';

process.env.PERIGEE_FUZZ_RUNS ??= '1000000';
process.exitCode = await runNode(join(import.meta.dirname, '../node_modules/vitest/vitest.mjs'), [
  ...['run', '--project', 'long', 'tests/admission/fuzz.test.ts'],
]);
