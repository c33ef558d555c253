/**
 * What the devices of one class were paid in one published hour: the quarters and the middle of it, for one card, and the
 * factors that the middle one had. Worked out from rows of a release alone; below five paid devices there is nothing to say.
 */
import type { ReleaseRow } from '../releases/row.ts';
import type { ConnectivityTier } from '../tiers/connectivity.ts';
import { tierFactorBps } from '../tiers/tier.ts';
import { connBps } from './eligibility.ts';

/** Paid devices of a class that it takes, so that no figure is one neighbour's. */
export const peersNeeded = 5;

/** What a score is multiplied from, beside weight and cards: whole numbers, bps but for the minutes. */
export const peerFactors = ['minutes', 'proofs', 'tier', 'ramp', 'conn'] as const;
export type PeerFactor = (typeof peerFactors)[number];
export type FactorValues = Readonly<Record<PeerFactor, number>>;

export interface ClassFigures {
  /** Base units that one card was paid: a quarter of the devices less, half of them less, a quarter more. */
  readonly lower: bigint;
  readonly middle: bigint;
  readonly upper: bigint;
  /** The middle of each factor, each for itself. */
  readonly typical: FactorValues;
}

export interface ClassHour {
  /** Devices of the class in the release. */
  readonly seen: number;
  /** Those that were paid. */
  readonly paid: number;
  /** Owners of the paid ones, by the marks of the release. */
  readonly owners: number;
  /** null: fewer than five were paid. */
  readonly figures: ClassFigures | null;
}

export type ClassRow = Pick<
  ReleaseRow,
  'owner_tag' | 'count' | 'conn_tier' | 'tier' | 'pow_pass' | 'pow_total' | 'uptime_min' | 'exempt' | 'ramp' | 'reward'
>;

const whole = 10_000;

const factorsOf = (row: ClassRow): FactorValues => ({
  minutes: row.uptime_min,
  proofs: row.exempt || row.pow_total === 0 ? whole : Math.floor((whole * row.pow_pass) / row.pow_total),
  tier: tierFactorBps(row.tier),
  ramp: row.ramp,
  conn: connBps(row.conn_tier as ConnectivityTier),
});

/** The value at a share of the way through; of an even number the lower of the two in the middle. */
const rank = <Value>(sorted: readonly Value[], quarters: number): Value =>
  sorted[Math.floor(((sorted.length - 1) * quarters) / 4)] as Value;

const inOrder = <Value extends bigint | number>(values: readonly Value[]): Value[] =>
  values.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));

/** @param rows of one class in one release */
export const classHourOf = (rows: readonly ClassRow[]): ClassHour => {
  const paid = rows.filter(({ reward }) => reward !== '0');
  const counted = {
    seen: rows.length,
    paid: paid.length,
    owners: new Set(paid.map(({ owner_tag }) => owner_tag)).size,
  };
  if (paid.length < peersNeeded) return { ...counted, figures: null };
  const perCard = inOrder(paid.map(({ reward, count }) => BigInt(reward) / BigInt(count)));
  const factors = paid.map(factorsOf);
  const typical = Object.fromEntries(
    peerFactors.map((factor) => [factor, rank(inOrder(factors.map((each) => each[factor])), 2)]),
  ) as Record<PeerFactor, number>;
  return {
    ...counted,
    figures: { lower: rank(perCard, 1), middle: rank(perCard, 2), upper: rank(perCard, 3), typical },
  };
};
