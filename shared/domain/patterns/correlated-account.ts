/**
 * Two devices of two accounts whose times rise and fall together from tick to tick, beyond what the network does to
 * all: they may stand in one PC, share one GPU, or be one program that makes times up.
 */
import type { Anomaly } from './anomaly.ts';
import { log10OfDeviation, log10OfTries } from './coincidence.ts';
import { findingOf, onScale, scoreOfChance } from './finding.ts';
import { medianOf } from './order-statistics.ts';
import type { MarkedDevice } from './tick-marks.ts';
import { countOfAll, countOfBoth } from './tick-set.ts';

const leastTicks = 24;
/** Devices that show what is common to all. */
const leastWitnesses = 5;
/** Less may be one room's warmth or one street's line. */
const weakCorrelation = 0.5;
const strongCorrelation = 0.75;

export interface Link {
  readonly other: MarkedDevice;
  readonly ticks: number;
  /** Of the signs, beyond what is common: -1..1. */
  readonly excess: number;
  readonly log10: number;
  readonly score: number;
}

/** @returns the correlation of "slower than before and after" over common ticks; null when they have too few */
const correlationOf = (a: MarkedDevice, b: MarkedDevice): { phi: number; ticks: number } | null => {
  const ticks = countOfBoth(a.marks.asked, b.marks.asked);
  if (ticks < leastTicks) return null;
  const both = countOfBoth(a.marks.slower, b.marks.slower);
  const ofA = countOfAll(a.marks.slower, a.marks.asked, b.marks.asked);
  const ofB = countOfAll(b.marks.slower, a.marks.asked, b.marks.asked);
  const spread = Math.sqrt(ofA * (ticks - ofA) * ofB * (ticks - ofB));
  return { phi: spread === 0 ? 0 : (both * ticks - ofA * ofB) / spread, ticks };
};

/** Of normal values: their correlation from that of their signs. */
const correlationOfSigns = (phi: number): number => Math.sin((Math.PI / 2) * Math.min(1, phi));

/**
 * @param others devices of the same model, of other accounts
 * @param witnesses devices of other models and accounts; where they are too few, `others` are the witnesses
 * @returns the odd ones, oddest first
 */
export const linksOf = (
  own: MarkedDevice,
  others: readonly MarkedDevice[],
  witnesses: readonly MarkedDevice[],
): Link[] => {
  const compared = others.flatMap((other) => {
    const found = correlationOf(own, other);
    return found === null ? [] : [{ other, ...found }];
  });
  const seen = witnesses.flatMap((witness) => correlationOf(own, witness)?.phi ?? []);
  const common = seen.length >= leastWitnesses ? seen : compared.map(({ phi }) => phi);
  if (common.length < leastWitnesses) return [];
  const usual = Math.max(0, medianOf(common));
  return compared
    .map(({ other, phi, ticks }) => {
      const log10 = log10OfTries(log10OfDeviation((phi - usual) * Math.sqrt(ticks)), compared.length);
      const excess = phi - usual;
      const strength = onScale(correlationOfSigns(excess), weakCorrelation, strongCorrelation, 1);
      return { other, ticks, excess, log10, score: Math.min(strength, scoreOfChance(log10)) };
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.log10 - b.log10 || (a.other.deviceId < b.other.deviceId ? -1 : 1));
};

/** @param links from `linksOf` */
export const correlatedAccount = ([strongest]: readonly Link[]): Anomaly | null =>
  strongest === undefined
    ? null
    : findingOf('correlated_account', strongest.score, {
        otherDevice: strongest.other.deviceId,
        correlation: correlationOfSigns(strongest.excess),
        commonTicks: strongest.ticks,
        chanceLog10: strongest.log10,
      });
