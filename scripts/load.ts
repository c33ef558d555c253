/**
 * `npm run load -- --devices N`: many devices on a real service with a PostgreSQL server, over the real wire, on this
 * machine with everything else that it needs. Prints medians and tails, or one JSON object with `--json`.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { measureLoad } from './load/measure.ts';
import { loadJson, loadText } from './load/text.ts';
import { readProvisionFacts } from './provision/facts.ts';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    database: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const whole = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} takes a whole number above 0, not ${text}`);
  return value;
};
const server = values.database ?? (await readProvisionFacts())?.postgres;
if (server === undefined || server === null)
  throw new Error('No PostgreSQL server: run node scripts/run.mjs scripts/provision/main.ts, or give --database.');

const figures = await measureLoad(server, {
  devices: whole('devices', values.devices),
  seconds: whole('seconds', values.seconds),
});
const machine = `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${process.version}`;
process.stdout.write(`${values.json ? loadJson(machine, figures) : loadText(machine, figures)}\n`);
// Sessions that were hung up may still be on their way out.
process.exit();
