/**
 * The command line of those who run a network: `node network/operate.ts cases --network URL --key FILE`. It asks the
 * network over the contract as anybody does, under a key of its own.
 */
import { operate } from './operator/command-line.ts';

process.exitCode = await operate(process.argv.slice(2), {
  input: process.stdin,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});
