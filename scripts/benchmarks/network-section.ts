/** What a network of one process bears, with its database and all of its devices on the same machine. */
import type { Latency } from '../load/latency.ts';
import { type LoadFigures, measureLoad } from '../load/measure.ts';
import { readProvisionFacts } from '../provision/facts.ts';
import { short, table } from './table.ts';

const crowds = [250, 1_000];
const seconds = 30;

const ms = (value: number | null): string => (value === null ? '–' : `${short(value)} ms`);
const tail = ({ p50, p99 }: Latency): string => `${ms(p50)}, ${ms(p99)}`;
const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed');

const rowOf = ({ devices, registering, connecting, steady, storm }: LoadFigures): string[] => [
  String(devices),
  tail(registering),
  tail(connecting),
  `${short(steady.perSecond)}/s: ${tail(steady.took)}`,
  `${short(storm.allMs / 1_000)} s`,
  String(steady.lost),
];

const targets = ({ hard, ledger }: LoadFigures): string[][] => [
  [
    'heartbeats a second, 64 devices one after the other',
    short(hard.perSecond),
    `≥ 3300: ${verdict(hard.perSecond >= 3_300)}`,
  ],
  [
    'a heartbeat then, 99 %',
    ms(hard.took.p99),
    `≤ 250 ms: ${verdict((hard.took.p99 ?? Number.POSITIVE_INFINITY) <= 250)}`,
  ],
  ['postings a second', short(ledger.postingsPerSecond), `≥ 2000: ${verdict(ledger.postingsPerSecond >= 2_000)}`],
  ['imbalance afterwards', String(ledger.imbalance), `0: ${verdict(ledger.imbalance === 0n)}`],
];

/** @returns null where there is no PostgreSQL server */
export const networkSection = async (): Promise<string | null> => {
  const server = (await readProvisionFacts())?.postgres;
  if (server === undefined || server === null) return null;
  const runs: LoadFigures[] = [];
  for (const devices of crowds) runs.push(await measureLoad(server, { devices, seconds }));
  const last = runs.at(-1);
  return [
    'One process, PostgreSQL 15 and every device on this machine. Devices register, hold sessions, beat every 30 s, hang up all at once and come back; none proves. Times are median, 99 %.',
    table(['devices', 'registering', 'connecting', 'heartbeats', 'all back after', 'beats lost'], runs.map(rowOf)),
    ...(last === undefined ? [] : [table(['figure', 'here', 'target'], targets(last))]),
    'Not measured: ten minutes at full rate, 20,000 that come back, an hour closed for 100,000 devices, and more than one process.',
  ].join('\n\n');
};
