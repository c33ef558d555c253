/** The headless host's entry: everything it can do is a verb of the command line. */
import { runCli } from './cli/cli.ts';

process.exitCode = await runCli(process.argv.slice(2));
