/**
 * `npm run load -- --devices N`: many devices on a real service with a PostgreSQL server, over the real wire, on this
 * machine with everything else that it needs. Prints medians and tails, or one JSON object with `--json`.
 * docs/benchmarks.md
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { askServer, makeDatabase } from '../tests/network/play-place.ts';
import { startProcess } from '../tests/postgres/service-process.ts';
import { beatHard, beatSteadily, connect, disconnect, register, report } from './load/crowd.ts';
import type { Latency } from './load/latency.ts';
import { postHard } from './load/ledger.ts';
import { readProvisionFacts } from './provision/facts.ts';

const hourMs = 3_600_000;
const everyMs = 30_000;

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
const devices = whole('devices', values.devices);
const seconds = whole('seconds', values.seconds);
const server = values.database ?? (await readProvisionFacts())?.postgres;
if (server === undefined || server === null)
  throw new Error('No PostgreSQL server: run node scripts/run.mjs scripts/provision/main.ts, or give --database.');

const database = await makeDatabase(server);
const service = await startProcess(database.url, hourMs);
try {
  const { crowd, took: registering } = await register(service.url, devices);
  const joining = await connect(crowd);
  const steady = await beatSteadily(crowd, { seconds, everyMs });
  const hard = await beatHard(crowd, Math.min(seconds, 20));
  disconnect(crowd);
  const storm = await connect(crowd);
  const reports = await report(crowd, 10);
  const [kept] = await askServer(database.url, 'select count(*)::int as count from device_events');
  const lost = reports.acknowledged - Number(kept?.count);
  disconnect(crowd);
  const ledger = await postHard(database.url, 5);
  const figures = {
    machine: { processor: os.cpus()[0]?.model ?? null, threads: os.availableParallelism(), node: process.version },
    devices,
    registering,
    connecting: joining.took,
    /** Heartbeats of everybody, every 30 s. */
    steady,
    /** As fast as 64 devices get their answers. */
    hard,
    storm: { allMs: storm.allMs, ...storm.took },
    reports: { ...reports, lost },
    ledger: { postingsPerSecond: ledger.postingsPerSecond, imbalance: ledger.imbalance.toString() },
  };
  if (values.json) console.log(JSON.stringify(figures));
  else {
    const told = ({ p50, p99, most }: Latency): string =>
      [p50, p99, most].map((ms) => (ms === null ? 'none' : `${ms.toFixed(1)} ms`)).join(' / ');
    console.log(`${figures.machine.processor}, ${figures.machine.threads} threads, ${figures.machine.node}`);
    console.log(`${devices} devices; times are median / 99 % / most`);
    console.log(`registering      ${told(registering)}`);
    console.log(`connecting       ${told(joining.took)}, all in ${(joining.allMs / 1_000).toFixed(1)} s`);
    console.log(`heartbeats       ${steady.perSecond.toFixed(0)}/s, ${told(steady.took)}, lost ${steady.lost}`);
    console.log(`  at most        ${hard.perSecond.toFixed(0)}/s, ${told(hard.took)}, lost ${hard.lost}`);
    console.log(`all come back    in ${(storm.allMs / 1_000).toFixed(1)} s, ${told(storm.took)}`);
    console.log(`reports          ${reports.perSecond.toFixed(0)} events/s, ${told(reports.took)}, lost ${lost}`);
    console.log(`ledger           ${ledger.postingsPerSecond.toFixed(0)} postings/s, imbalance ${ledger.imbalance}`);
  }
} finally {
  await service.kill('SIGTERM');
  await database.remove();
}
process.exit();
