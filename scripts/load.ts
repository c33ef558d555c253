/**
 * `npm run load`: many devices on a real service with a PostgreSQL server, over the real wire, on this machine with
 * everything else that it needs. `--devices 1000,10000` is one run after the other, `--full` the seconds at `--rate`; `--closing 100000` closes hours
 * instead, `--ledger 1,4,8` posts. Prints medians and tails, or one JSON object with `--json`.
 */
import os from 'node:os';
import { parseArgs } from 'node:util';
import { makeDatabase } from '../tests/network/play-place.ts';
import { measureClosing } from './load/closing.ts';
import { checkDescriptors, crowdsFor } from './load/descriptors.ts';
import { type Posted, postHard } from './load/ledger.ts';
import { type LoadFigures, measureLoad } from './load/measure.ts';
import { loadJson, loadText } from './load/text.ts';
import { readProvisionFacts } from './provision/facts.ts';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '' },
    seconds: { type: 'string', default: '60' },
    full: { type: 'string' },
    rate: { type: 'string', default: '3300' },
    proving: { type: 'string', default: '0' },
    services: { type: 'string', default: '1' },
    crowds: { type: 'string' },
    closing: { type: 'string' },
    hours: { type: 'string', default: '3' },
    ledger: { type: 'string', default: '' },
    database: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const whole = (name: string, text: string, least = 1): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} takes a whole number from ${least} on, not ${text}`);
  return value;
};
const wholes = (name: string, text: string): number[] =>
  text === '' ? [] : text.split(',').map((each) => whole(name, each));

const server = values.database ?? (await readProvisionFacts())?.postgres;
if (server === undefined || server === null)
  throw new Error('No PostgreSQL server: run node scripts/run.mjs scripts/provision/main.ts, or give --database.');

const isElsewhere = values.closing !== undefined || values.ledger !== '';
const sizes = wholes('devices', values.devices === '' && !isElsewhere ? '1000' : values.devices);
const services = whole('services', values.services);
for (const devices of sizes) checkDescriptors(devices, services);
const runs: LoadFigures[] = [];
for (const devices of sizes) {
  const figures = await measureLoad(server, {
    devices,
    services,
    seconds: whole('seconds', values.seconds, 0),
    fullSeconds: whole('full', values.full ?? values.seconds, 0),
    hardSeconds: Math.min(20, whole('seconds', values.seconds, 0)),
    rate: whole('rate', values.rate),
    proving: Math.min(devices, whole('proving', values.proving, 0)),
    crowds: values.crowds === undefined ? crowdsFor(devices) : whole('crowds', values.crowds),
  });
  runs.push(figures);
}
const hands = wholes('ledger', values.ledger);
const ledger: Posted[] = [];
if (hands.length > 0) {
  const database = await makeDatabase(server);
  for (const each of hands)
    ledger.push(await postHard(database.url, Math.min(whole('seconds', values.seconds), 20), each));
  await database.remove();
}
const closing =
  values.closing === undefined
    ? null
    : await measureClosing(server, { devices: whole('closing', values.closing), hours: whole('hours', values.hours) });
const machine = `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${process.version}`;
const figures = { machine, runs, ledger, closing };
process.stdout.write(`${values.json ? loadJson(figures) : loadText(figures)}\n`);
// Sessions that were hung up may still be on their way out.
process.exit();
