/**
 * `npm run load -- --devices N`: many devices on a real service with a PostgreSQL server, over the real wire, on this
 * machine with everything else that it needs. Prints medians and tails, or one JSON object with `--json`.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import type { Latency } from './load/latency.ts';
import { measureLoad } from './load/measure.ts';
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

const measured = await measureLoad(server, {
  devices: whole('devices', values.devices),
  seconds: whole('seconds', values.seconds),
});
const machine = `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${process.version}`;
const inText = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
const told = ({ p50, p99, most }: Latency): string =>
  [p50, p99, most].map((ms) => (ms === null ? 'none' : `${ms.toFixed(1)} ms`)).join(' / ');
const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

if (values.json) console.log(JSON.stringify({ machine, ...measured }, inText));
else {
  const { devices, registering, connecting, steady, hard, storm, reports, ledger } = measured;
  console.log(machine);
  console.log(`${devices} devices; times are median / 99 % / most`);
  console.log(`registering      ${told(registering)}`);
  console.log(`connecting       ${told(connecting)}, all in ${inSeconds(connecting.allMs)}`);
  console.log(`heartbeats       ${steady.perSecond.toFixed(0)}/s, ${told(steady.took)}, lost ${steady.lost}`);
  console.log(`  at most        ${hard.perSecond.toFixed(0)}/s, ${told(hard.took)}, lost ${hard.lost}`);
  console.log(`all come back    in ${inSeconds(storm.allMs)}, ${told(storm)}`);
  console.log(`reports          ${reports.perSecond.toFixed(0)} events/s, ${told(reports.took)}, lost ${reports.lost}`);
  console.log(`ledger           ${ledger.postingsPerSecond.toFixed(0)} postings/s, imbalance ${ledger.imbalance}`);
}
// Sessions that were hung up may still be on their way out.
process.exit();
