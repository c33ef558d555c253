/**
 * Where a device stands among the devices of its class, hour by hour, and the largest reason for the difference. It
 * compares what was paid for one card with what was paid to others in the same hours; it expects nothing of hours to come.
 */
import { type ClassFigures, type FactorValues, type PeerFactor, peerFactors } from './class-hour.ts';

/** One closed hour of the device itself. */
export interface OwnHour {
  /** null: the network heard nothing of it. */
  readonly line: {
    readonly count: number;
    readonly reward: bigint;
    /** Why it was paid nothing; null: it was paid. */
    readonly ineligible: string | null;
    readonly factors: FactorValues;
  } | null;
  readonly peers: ClassFigures;
}

export const peerPlaces = ['lowest', 'lower', 'upper', 'highest'] as const;
/** Below the lower quarter, up to the middle, up to the upper quarter, above it. */
export type PeerPlace = (typeof peerPlaces)[number];

/** The largest of what sets the device apart: hours that did not count, or a factor with its mean beside the others’. */
export type PeerReason =
  | { readonly kind: 'not_counted'; readonly reason: string; readonly hours: number }
  | { readonly kind: 'factor'; readonly factor: PeerFactor; readonly own: number; readonly typical: number };

export interface PeerStanding {
  readonly hours: number;
  /** Base units for one card in these hours together: the device’s, and the sums of each hour’s figures. */
  readonly own: bigint;
  readonly lower: bigint;
  readonly middle: bigint;
  readonly upper: bigint;
  readonly place: PeerPlace;
  /** null: it was paid as the middle, or nothing that is known sets it apart. */
  readonly reason: PeerReason | null;
}

const placeOf = (
  own: bigint,
  { lower, middle, upper }: Pick<ClassFigures, 'lower' | 'middle' | 'upper'>,
): PeerPlace => {
  if (own < lower) return 'lowest';
  if (own < middle) return 'lower';
  return own <= upper ? 'upper' : 'highest';
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * What an hour lacks of the middle, by cause, in coins: all of it for one that did not count; else each factor by how far
 * it is from the others’, so that one that halves a reward weighs as much as two that take a quarter each. Only the
 * largest is told, and that is all that the approximation decides.
 */
const shortfalls = ({ line, peers }: OwnHour): Map<string, number> => {
  const middle = Number(peers.middle);
  if (line === null) return new Map([['!not_heard', middle]]);
  if (line.ineligible !== null) return new Map([[`!${line.ineligible}`, middle]]);
  return new Map(
    peerFactors.map((factor) => [factor, middle * Math.log(peers.typical[factor] / Math.max(1, line.factors[factor]))]),
  );
};

const reasonOf = (hours: readonly OwnHour[], isBelow: boolean): PeerReason | null => {
  const effects = new Map<string, number>();
  for (const hour of hours)
    for (const [cause, lack] of shortfalls(hour)) effects.set(cause, (effects.get(cause) ?? 0) + lack);
  const signed = [...effects].map(([cause, lack]) => ({ cause, weight: isBelow ? lack : -lack }));
  const [largest] = signed.toSorted((left, right) => right.weight - left.weight);
  if (largest === undefined || !(largest.weight > 0)) return null;
  if (largest.cause.startsWith('!')) {
    const reason = largest.cause.slice(1);
    const missed = hours.filter(({ line }) => (line === null ? 'not_heard' : line.ineligible) === reason);
    return { kind: 'not_counted', reason, hours: missed.length };
  }
  const factor = largest.cause as PeerFactor;
  const counted = hours.flatMap(({ line, peers }) => (line?.ineligible === null ? [{ line, peers }] : []));
  return {
    ...{ kind: 'factor', factor },
    own: meanOf(counted.map(({ line }) => line.factors[factor])),
    typical: meanOf(counted.map(({ peers }) => peers.typical[factor])),
  };
};

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/** @returns null without an hour to compare */
export const standingAmongPeers = (hours: readonly OwnHour[]): PeerStanding | null => {
  if (hours.length === 0) return null;
  const own = sumOf(hours.map(({ line }) => (line === null ? 0n : line.reward / BigInt(line.count))));
  const [lower, middle, upper] = (['lower', 'middle', 'upper'] as const).map((key) =>
    sumOf(hours.map(({ peers }) => peers[key])),
  ) as [bigint, bigint, bigint];
  const place = placeOf(own, { lower, middle, upper });
  const reason = own === middle ? null : reasonOf(hours, own < middle);
  return { hours: hours.length, own, lower, middle, upper, place, reason };
};
