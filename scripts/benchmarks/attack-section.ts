/** The attack bench as a section of the page: each way of cheating, how often it passed, and why it was refused. */
import type { Outcome } from '../attacks/attack.ts';
import type { ProofFigure } from '../attacks/figures.ts';
import type { BenchResult } from '../attacks/run-bench.ts';
import { short, table } from './table.ts';

const listOf = (refused: Readonly<Record<string, number>>): string =>
  Object.entries(refused)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ') || '–';

const rowOf = (attack: string, outcome: Outcome): string[] => [
  attack,
  outcome.way,
  outcome.evidence,
  `${outcome.passed} of ${outcome.tried}`,
  outcome.expectedPassRate === null ? '–' : outcome.expectedPassRate.toPrecision(2),
  listOf(outcome.refused),
  outcome.slowdown === null ? '–' : `${short(outcome.slowdown)} ×`,
];

const targetOf = ({ value, atMost, atLeast }: ProofFigure): string => {
  if (value === null || (atMost === null && atLeast === null)) return '–';
  const isMet = (atMost === null || value <= atMost) && (atLeast === null || value >= atLeast);
  return `${atMost === null ? `≥ ${atLeast}` : `≤ ${atMost}`}: ${isMet ? 'met' : '**missed**'}`;
};

export const proofSection = ({ figures }: BenchResult): string =>
  table(
    ['figure', 'median', 'runs', 'target', 'note'],
    figures.map((figure) => [
      figure.name,
      figure.value === null ? 'not measured' : `${short(figure.value)} ${figure.unit}`,
      String(figure.runs),
      targetOf(figure),
      figure.note,
    ]),
  );

export const attackSection = ({ attacks, honest, draws }: BenchResult): string => {
  const rows = attacks.flatMap(({ name, outcomes }) => outcomes.map((outcome) => rowOf(name, outcome)));
  const fair = honest.map(({ what, evidence, proofs, rejected, expectedRate }) => [
    what,
    evidence,
    `${rejected} of ${proofs}`,
    expectedRate === null ? '–' : expectedRate.toPrecision(2),
  ]);
  return [
    table(['attack', 'way', 'evidence', 'passed', 'theory', 'refused for', 'time ÷ honest'], rows),
    `Rows of the evidence \`simulated\` are counts drawn ${draws.toLocaleString('en')} times; all others are proofs and lies that were worked out.`,
    '### Honest proofs that were rejected',
    table(['who', 'evidence', 'rejected', 'theory'], fair),
  ].join('\n\n');
};
