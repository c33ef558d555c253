/** What a run of the load is told in: lines for a person, or one JSON object. */
import type { ClosingFigures } from './closing.ts';
import type { BeatFigures, TimedFigures } from './crowds.ts';
import type { Latency } from './latency.ts';
import type { Posted } from './ledger.ts';
import type { LoadFigures } from './measure.ts';

export interface AllFigures {
  readonly machine: string;
  /** One for each number of devices. */
  readonly runs: readonly LoadFigures[];
  readonly ledger: readonly Posted[];
  readonly closing: ClosingFigures | null;
}

const ms = (value: number | null): string => (value === null ? 'none' : `${value.toFixed(1)} ms`);
const took = ({ p50, p99, most }: Latency): string => [p50, p99, most].map(ms).join(' / ');
const inSeconds = (value: number): string => `${(value / 1_000).toFixed(1)} s`;
const beats = ({ perSecond, took: times, lost }: BeatFigures): string =>
  `${perSecond.toFixed(0)}/s, ${took(times)}, lost ${lost}`;
const all = ({ took: times, allMs, failed }: TimedFigures): string =>
  `all in ${inSeconds(allMs)}, ${took(times)}, failed ${failed}`;

const runText = ({ devices, cost, reports, proofs, ...run }: LoadFigures): string[] => [
  `${devices} devices; times are median / 99 % / most`,
  `registering      ${all(run.registering)}`,
  `connecting       ${all(run.connecting)}`,
  `heartbeats       ${beats(run.steady)}`,
  `  for each       ${ms(cost.serviceCpuMsPerMinute)} of a processor in a minute, ${ms(cost.databaseCpuMsPerMinute)} of the database's, ${cost.residentBytes === null ? 'none' : `${(cost.residentBytes / 1_024).toFixed(0)} kB`} of memory`,
  `  at full rate   ${beats(run.full)}`,
  `  at most        ${beats(run.hard)}`,
  `all come back    ${all(run.storm)}`,
  `reports          ${reports.perSecond.toFixed(0)} events/s, ${took(reports.took)}, lost ${reports.lost}`,
  ...(proofs === null ? [] : [`proofs           ${proofs.passed} passed, ${proofs.kept} kept, ${took(proofs.took)}`]),
];

const closingText = ({ devices, hours, imbalance }: ClosingFigures): string[] => [
  `closing an hour of ${devices} devices`,
  ...hours.map(
    ({ epoch, payouts, closing, release, isSame }) =>
      `hour ${epoch}           ${inSeconds(closing.ms)} with ${payouts} payouts (processor ${inSeconds(closing.ownCpuMs)}, database's ${closing.databaseCpuMs === null ? 'none' : inSeconds(closing.databaseCpuMs)}); published in ${inSeconds(release.ms)}; memory at most ${(release.mostResidentBytes / 2 ** 20).toFixed(0)} MB; the same again: ${isSame}`,
  ),
  `imbalance        ${imbalance}`,
];

export const loadText = ({ machine, runs, ledger, closing }: AllFigures): string =>
  [
    machine,
    ...runs.flatMap(runText),
    ...ledger.map(
      ({ hands, postingsPerSecond, conflicts, imbalance }) =>
        `ledger, ${hands} at once ${postingsPerSecond.toFixed(0)} postings/s, ${conflicts} conflicts, imbalance ${imbalance}`,
    ),
    ...(closing === null ? [] : closingText(closing)),
  ].join('\n');

/** Coins as decimal text. */
export const loadJson = (figures: AllFigures): string =>
  JSON.stringify(figures, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
