/**
 * `npm run simulate`: an economy of many owners over many hours by the network's own rules, with every invariant looked at
 * after every hour. Prints tables, or one JSON object with `--json`; the same words give the same bytes. Fails with the
 * first invariant that does not hold. docs/economy.md
 */
import { runCommand } from './simulate/command.ts';
import { runEconomy } from './simulate/run-economy.ts';

const startedAt = performance.now();
process.exitCode = runCommand(process.argv.slice(2), {
  run: runEconomy,
  out: (text) => console.log(text),
  err: (text) => console.error(text),
});

// On the error stream, because it is another on every machine.
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
const { user, system } = process.cpuUsage();
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.error(`${seconds} s, ${((user + system) / 1e6).toFixed(1)} s of the processor, ${memory} MiB at most`);
