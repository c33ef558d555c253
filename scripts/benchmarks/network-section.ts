/**
 * What a network bears, with its database and all of its devices on the same machine: a curve of what a device costs, ten
 * minutes at full rate, a storm of those who come back, the ledger, and an hour of 100,000 devices.
 */

import { makeDatabase } from '../../tests/network/play-place.ts';
import { type ClosingFigures, measureClosing } from '../load/closing.ts';
import type { TimedFigures } from '../load/crowds.ts';
import { crowdsFor } from '../load/descriptors.ts';
import type { Latency } from '../load/latency.ts';
import { type Posted, postHard } from '../load/ledger.ts';
import { type LoadFigures, type LoadPlan, measureLoad } from '../load/measure.ts';
import { readProvisionFacts } from '../provision/facts.ts';
import { short, table } from './table.ts';

const curve = [1_000, 4_000, 10_000, 20_000, 40_000];
/** One process holds as many sessions as its descriptors allow. */
const devicesPerService = 10_000;
const curveSeconds = 60;
const fullRate = { devices: 4_000, rate: 3_300, fullSeconds: 600 };
const storm = { devices: 20_000, services: 2 };
const hands = [1, 4, 8];
const handSeconds = 15;
const closing = { devices: 100_000, hours: 4 };
const proving = 5;

const nothing: LoadPlan = {
  ...{ devices: 1, seconds: 0, fullSeconds: 0, hardSeconds: 0, rate: 1, proving: 0, services: 1, crowds: 2 },
};

const measure = (server: string, plan: Partial<LoadPlan> & Pick<LoadPlan, 'devices'>): Promise<LoadFigures> =>
  measureLoad(server, { ...nothing, crowds: crowdsFor(plan.devices), ...plan });

const ms = (value: number | null): string => (value === null ? '–' : `${short(value)} ms`);
const tail = ({ p50, p99 }: Latency): string => `${ms(p50)}, ${ms(p99)}`;
const all = ({ took, allMs, failed }: TimedFigures): string =>
  `${short(allMs / 1_000)} s: ${tail(took)}; ${failed} failed`;
const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed');

const curveRow = ({ devices, cost, steady, storm: back, reports, proofs }: LoadFigures): string[] => [
  String(devices),
  ms(cost.serviceCpuMsPerMinute),
  ms(cost.databaseCpuMsPerMinute),
  cost.residentBytes === null ? '–' : `${short(cost.residentBytes / 1_024)} kB`,
  tail(steady.took),
  all(back),
  String(steady.lost + reports.lost),
  proofs === null ? '–' : `${proofs.kept} of ${proofs.took.count}`,
];

const curveTable = (runs: readonly LoadFigures[]): string =>
  table(
    [
      ...['devices', 'processor for a device in a minute', 'the database’s', 'memory for a device', 'a heartbeat'],
      ...['all back after', 'beats and reports lost', 'proofs kept'],
    ],
    runs.map(curveRow),
  );

type Target = [figure: string, here: string, target: string];

const rateTargets = ({ full, reports }: LoadFigures): Target[] => [
  [
    `heartbeats a second over ${fullRate.fullSeconds} s`,
    short(full.perSecond),
    `≥ 3300: ${verdict(full.perSecond >= fullRate.rate * 0.99)}`,
  ],
  [
    'a heartbeat then, 99 %',
    ms(full.took.p99),
    `≤ 250 ms: ${verdict((full.took.p99 ?? Number.POSITIVE_INFINITY) <= 250)}`,
  ],
  ['acknowledged and lost', String(full.lost + reports.lost), `0: ${verdict(full.lost + reports.lost === 0)}`],
];

const stormTargets = ({ storm: back }: LoadFigures): Target[] => [
  [
    `${storm.devices} that come back at once to two processes; whoever is not let in tries again as the app does`,
    all(back),
    `none is left out: ${verdict(back.failed === 0)}`,
  ],
];

const ledgerTargets = (posted: readonly Posted[]): Target[] =>
  posted.flatMap(({ hands: each, postingsPerSecond, conflicts, imbalance }): Target[] => [
    [
      `postings a second, ${each} at once (${conflicts} begun again)`,
      short(postingsPerSecond),
      `≥ 2000: ${verdict(postingsPerSecond >= 2_000)}`,
    ],
    ['imbalance afterwards', String(imbalance), `0: ${verdict(imbalance === 0n)}`],
  ]);

const closingTargets = ({ devices, hours, imbalance }: ClosingFigures): Target[] => [
  ...hours.map(
    ({ epoch, payouts, closing: { ms: took }, release, isSame }): Target => [
      `hour ${epoch} of ${devices} devices closed, ${payouts} payouts (published in ${short(release.ms / 1_000)} s; the same again: ${isSame ? 'yes' : 'no'})`,
      `${short(took / 1_000)} s`,
      `≤ 10 s: ${verdict(took <= 10_000)}`,
    ],
  ),
  ['imbalance afterwards', String(imbalance), `0: ${verdict(imbalance === 0n)}`],
];

const onServer =
  (measured: (server: string) => Promise<string>) =>
  /** @returns null where there is no PostgreSQL server */
  async (): Promise<string | null> => {
    const server = (await readProvisionFacts())?.postgres;
    return server === undefined || server === null ? null : measured(server);
  };

const shown = (targets: readonly Target[]): string => table(['figure', 'here', 'target'], targets);

const costs = async (server: string): Promise<string> => {
  const runs: LoadFigures[] = [];
  for (const devices of curve) {
    const services = Math.ceil(devices / devicesPerService);
    runs.push(await measure(server, { devices, services, seconds: curveSeconds, proving }));
  }
  return [
    'PostgreSQL and every device on this machine, and one process of the network for 10,000 devices or a part of them. Devices register or are known, hold sessions, beat every 30 s, hang up all at once, come back and report; some prove. Times are median, 99 %.',
    curveTable(runs),
    `Not measured: the curve beyond ${curve.at(-1)} devices, whose sessions take more memory than there is here: each needs some of it at both of its ends.`,
  ].join('\n\n');
};

const posted = async (server: string): Promise<string> => {
  const database = await makeDatabase(server);
  const all: Posted[] = [];
  for (const each of hands) all.push(await postHard(database.url, handSeconds, each));
  await database.remove();
  return shown(ledgerTargets(all));
};

/** Each is a section of its own, so that one can be measured anew and the others stay. */
export const networkParts = [
  { name: 'curve', heading: 'What a device costs a network', measure: onServer(costs) },
  {
    name: 'rate',
    heading: 'A network at full rate',
    measure: onServer(async (server) => shown(rateTargets(await measure(server, fullRate)))),
  },
  {
    name: 'storm',
    heading: 'Everybody back at once',
    measure: onServer(async (server) => shown(stormTargets(await measure(server, storm)))),
  },
  { name: 'ledger', heading: 'Posting to the ledger', measure: onServer(posted) },
  {
    name: 'closing',
    heading: 'Closing an hour',
    measure: onServer(async (server) => shown(closingTargets(await measureClosing(server, closing)))),
  },
] as const;
