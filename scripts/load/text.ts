/** What a run of the load is told in: lines for a person, or one JSON object. */
import type { Latency } from './latency.ts';
import type { LoadFigures } from './measure.ts';

const told = ({ p50, p99, most }: Latency): string =>
  [p50, p99, most].map((ms) => (ms === null ? 'none' : `${ms.toFixed(1)} ms`)).join(' / ');
const inSeconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

export const loadText = (machine: string, figures: LoadFigures): string => {
  const { devices, registering, connecting, steady, hard, storm, reports, ledger } = figures;
  return [
    machine,
    `${devices} devices; times are median / 99 % / most`,
    `registering      ${told(registering)}`,
    `connecting       ${told(connecting)}, all in ${inSeconds(connecting.allMs)}`,
    `heartbeats       ${steady.perSecond.toFixed(0)}/s, ${told(steady.took)}, lost ${steady.lost}`,
    `  at most        ${hard.perSecond.toFixed(0)}/s, ${told(hard.took)}, lost ${hard.lost}`,
    `all come back    in ${inSeconds(storm.allMs)}, ${told(storm)}`,
    `reports          ${reports.perSecond.toFixed(0)} events/s, ${told(reports.took)}, lost ${reports.lost}`,
    `ledger           ${ledger.postingsPerSecond.toFixed(0)} postings/s, imbalance ${ledger.imbalance}`,
  ].join('\n');
};

/** Coins as decimal text. */
export const loadJson = (machine: string, figures: LoadFigures): string =>
  JSON.stringify({ machine, ...figures }, (_name, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
