/** The bench's result as text for a person. It decides nothing. */
import { isAsPromised, type Outcome } from './attack.ts';
import type { ProofFigure } from './figures.ts';
import { type HonestOutcome, isFair } from './honest.ts';
import type { BenchResult } from './run-bench.ts';

const share = (part: number, of: number): string => (of === 0 ? '–' : `${((100 * part) / of).toPrecision(3)} %`);
const short = (value: number): string =>
  Math.abs(value) >= 1000 ? value.toFixed(0) : `${Number(value.toPrecision(3))}`;
const listOf = (refused: Readonly<Record<string, number>>): string =>
  Object.entries(refused)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');

const markOf = (outcome: Outcome): string => {
  if (outcome.tried === 0) return 'not tried';
  if (!isAsPromised(outcome)) return 'BROKEN';
  return outcome.mustFailFor === null ? 'counted' : 'refused';
};

const outcomeLine = (outcome: Outcome): string => {
  const { way, evidence, tried, passed, refused, expectedPassRate, slowdown, facts } = outcome;
  const words = [
    `${passed} of ${tried} passed`,
    ...(expectedPassRate === null ? [] : [`${share(passed, tried)}, theory ${share(expectedPassRate, 1)}`]),
    ...(Object.keys(refused).length === 0 ? [] : [listOf(refused)]),
    ...(slowdown === null ? [] : [`${short(slowdown)} × the honest time`]),
    ...Object.entries(facts).map(([name, fact]) => `${name} ${typeof fact === 'number' ? short(fact) : fact}`),
  ];
  return `  ${markOf(outcome).padEnd(9)} ${evidence.padEnd(9)} ${way}: ${words.join('; ')}`;
};

const honestLine = (outcome: HonestOutcome): string => {
  const { what, evidence, proofs, rejected, refused, expectedRate, facts } = outcome;
  const theory = expectedRate === null ? '' : `; theory ${expectedRate.toPrecision(2)}`;
  const reasons = rejected === 0 ? '' : `; ${listOf(refused)}`;
  const more = Object.entries(facts).map(([name, fact]) => `; ${name} ${short(fact)}`);
  return `  ${(isFair(outcome) ? 'fair' : 'UNFAIR').padEnd(9)} ${evidence.padEnd(9)} ${what}: ${rejected} of ${proofs} rejected${reasons}${theory}${more.join('')}`;
};

const figureLine = ({ name, unit, value, atMost, atLeast, note }: ProofFigure): string => {
  if (value === null) return `  ${name.padEnd(44)} not measured: ${note}`;
  const target =
    atMost !== null
      ? `  target ≤ ${atMost}: ${value <= atMost ? 'met' : 'MISSED'}`
      : atLeast !== null
        ? `  target ≥ ${atLeast}: ${value >= atLeast ? 'met' : 'MISSED'}`
        : '';
  return `  ${name.padEnd(44)} ${short(value)} ${unit}${target}`;
};

export const textOf = ({ machine, attacks, honest, figures, tookMs }: BenchResult): string =>
  [
    `${machine.processor}, ${machine.threads} threads, Node ${machine.node}`,
    ...attacks.flatMap(({ name, tries, outcomes }) => ['', `${name}: ${tries}`, ...outcomes.map(outcomeLine)]),
    ...(honest.length === 0 ? [] : ['', 'the honest population', ...honest.map(honestLine)]),
    ...(figures.length === 0 ? [] : ['', 'what a proof costs', ...figures.map(figureLine)]),
    '',
    `${(tookMs / 1000).toFixed(0)} s`,
  ].join('\n');
