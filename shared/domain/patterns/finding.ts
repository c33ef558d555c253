/** How a rule puts what it saw into an anomaly: on a scale from what honest devices do to what they never do. */
import type { Anomaly } from './anomaly.ts';

/** Less is not worth anybody's reading. */
const leastScore = 0.05;

/**
 * @param from the value up to which nothing is odd
 * @param to the value from which the score is `most`; may lie below `from`
 */
export const onScale = (value: number, from: number, to: number, most: number): number =>
  most * Math.min(1, Math.max(0, (value - from) / (to - from)));

/** Chance among honest devices below which something is odd, and from which it is as odd as can be; as log10. */
const oddFromLog10 = -2;
const oddestFromLog10 = -7;

/** @returns 0.9 at one chance in five million */
export const scoreOfChance = (log10: number): number => onScale(log10, oddFromLog10, oddestFromLog10, 0.98);

const readable = (fact: number | string): number | string =>
  typeof fact === 'string' || Number.isInteger(fact) ? fact : Number(fact.toPrecision(3));

/** @returns null where the score says nothing */
export const findingOf = (kind: Anomaly['kind'], score: number, facts: Anomaly['facts']): Anomaly | null =>
  score < leastScore
    ? null
    : {
        kind,
        score: Number(score.toFixed(4)),
        facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, readable(fact)])),
      };
