/**
 * `npm run faults -- [--json] [--runs N] [--only 1,5,22]`: injects the 25 faults of the catalogue again and again and
 * prints what was seen and lost. Exits with 1 when any run of any fault failed; docs/faults.md keeps one result.
 * `npm run faults -- network …` injects those of the network's service instead.
 */
import { parseArgs } from 'node:util';
import { type Fault, faults } from './faults/catalogue.ts';
import { type FaultOutcome, outcomeOf, type RunOfFault } from './faults/outcome.ts';
import { runQuietly, runTrials } from './faults/run-trials.ts';
import { answers } from './provision/dockerd.ts';
import { readProvisionFacts } from './provision/facts.ts';

if (process.argv[2] === 'network') {
  const { runNetworkFaults } = await import('./faults/network/command.ts');
  // Sessions that were hung up may still be on their way out.
  process.exit(await runNetworkFaults(process.argv.slice(3), (text) => void process.stdout.write(`${text}\n`)));
}

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, runs: { type: 'string', default: '20' }, only: { type: 'string' } },
});

const refuse = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};

const runs = /^[1-9]\d{0,3}$/.test(values.runs) ? Number(values.runs) : refuse('--runs is a number from 1 to 9999.');

const chosen = (): readonly Fault[] => {
  if (values.only === undefined) return faults;
  const numbers = values.only.split(',').map(Number);
  const unknown = numbers.find((number) => !faults.some((fault) => fault.number === number));
  if (unknown !== undefined) refuse('--only names faults by their numbers, 1 to 25, with commas between them.');
  return faults.filter(({ number }) => numbers.includes(number));
};

const print = (outcomes: readonly FaultOutcome[]): void => {
  for (const { number, title, injected, seen, lost, passed, runs: tried, why } of outcomes) {
    console.log(`${String(number).padStart(2)}  ${title.padEnd(34)} ${passed}/${tried}`);
    const lines = Object.entries({ injected, seen, lost, 'not modelled': why });
    for (const [name, text] of lines) if (text !== null) console.log(`      ${name.padEnd(13)} ${text}`);
  }
};

const wanted = chosen();
const socketBefore = (await readProvisionFacts())?.engineSocket ?? null;
const wasProvisioned = socketBefore !== null && (await answers(socketBefore));
await runQuietly(['scripts/provision/main.ts']);
const runsOf = new Map<Fault, RunOfFault[]>(wanted.map((fault) => [fault, []]));
for (let round = 1; round <= runs; round += 1) {
  const startedAt = performance.now();
  const ran = await runTrials(wanted);
  for (const [index, fault] of wanted.entries()) {
    const run = ran[index];
    if (run === undefined) continue;
    runsOf.get(fault)?.push(run);
    if (run.isTried && !run.hasPassed) console.error(`fault ${fault.number}: ${run.complaints.join('\n')}`);
  }
  const failed = ran.filter(({ isTried, hasPassed }) => isTried && !hasPassed).length;
  console.error(
    `run ${round} of ${runs}: ${failed} of ${wanted.length} faults failed, ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
  );
}
if (!wasProvisioned) await runQuietly(['scripts/provision/stop.ts']);

const outcomes = wanted.map((fault) => outcomeOf(fault, runsOf.get(fault) ?? []));
if (values.json) console.log(JSON.stringify({ faults: outcomes }));
else print(outcomes);
process.exitCode = outcomes.every(({ passed, runs: tried }) => passed === tried) ? 0 : 1;
