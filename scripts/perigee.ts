/** `npm run -s perigee -- VERB`: the command line, built first where a source changed. */
import { join } from 'node:path';
import { buildIfStale } from './build.ts';
import { runNode } from './run-node.ts';

await buildIfStale();
process.exitCode = await runNode(join(import.meta.dirname, '..', 'dist/headless/main.js'), process.argv.slice(2));
