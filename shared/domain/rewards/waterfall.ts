/**
 * From what a device could have earned to what the ledger paid its owner, step by step, each hour to the base unit: what
 * missed minutes, failed proofs and closed gates cost, what supporters got, what was held back, and what jobs brought. It
 * works with the factors that the network kept of each hour, and guesses none.
 * Source: the network's rule set, section (c).
 */
import { tierFactorBps } from '../tiers/tier.ts';
import { connBps, type Gate, gates } from './eligibility.ts';
import { type ScoreFactors, scoreOf } from './score.ts';

/** The line of a closed hour, as the network gives it for its reward. Amounts in base units. */
export interface HourLine extends ScoreFactors {
  /** All that the pool had to give. */
  readonly pool: bigint;
  readonly score: bigint;
  readonly scoreSum: bigint;
  readonly reward: bigint;
  /** What of the reward is the owner's; the rest is the supporters'. */
  readonly ownerPart: bigint;
  readonly minutes: number;
  /** A gate, or `part_hour`, `joined_this_hour`: then the hour was none that could be earned. null: it counted. */
  readonly ineligible: string | null;
}

export interface JobMoney {
  readonly price: bigint;
  /** The supplier's side of it. */
  readonly fee: bigint;
}

/** What is known of one closed hour of a device. Amounts in base units. */
export interface KeptHour {
  /** null: the network heard nothing of the device in it, and kept no line. */
  readonly line: HourLine | null;
  readonly jobs: readonly JobMoney[];
  /** Of the owner's earnings, what slashes took in this hour, less what came back in it. */
  readonly heldBack: bigint;
  /** Of the owner's stake on the device, the same. */
  readonly stakeTaken: bigint;
  /** What came into the owner's earnings in this hour, by the ledger itself. */
  readonly paid: bigint;
}

/** `gross` and `jobs` add, `paid` is the sum; everything else is taken off, and is 0 or more but for `heldBack`. */
export interface Waterfall {
  /** Every minute there and every proof passed, at the tier, the line and the standing that the device had. */
  readonly gross: bigint;
  readonly minutes: bigint;
  readonly proofs: bigint;
  /** By gates that are neither minutes nor proofs. */
  readonly gates: Readonly<Record<OtherGate, bigint>>;
  readonly supporters: bigint;
  readonly heldBack: bigint;
  readonly jobs: bigint;
  readonly fees: bigint;
  /** What all of it comes to. */
  readonly sum: bigint;
  /** What the ledger says; another amount than `sum` means that the two do not agree. */
  readonly paid: bigint;
  /** Not out of earnings: it is no part of the sum. */
  readonly stakeTaken: bigint;
}

export type OtherGate = Exclude<Gate, 'minutes' | 'proofs'>;
export const otherGates = gates.filter((gate): gate is OtherGate => gate !== 'minutes' && gate !== 'proofs');

const noGates = Object.fromEntries(otherGates.map((gate) => [gate, 0n])) as Record<OtherGate, bigint>;

export const emptyWaterfall: Waterfall = {
  ...{ gross: 0n, minutes: 0n, proofs: 0n, gates: noGates, supporters: 0n, heldBack: 0n },
  ...{ jobs: 0n, fees: 0n, sum: 0n, paid: 0n, stakeTaken: 0n },
};

const whole = 10_000;
const hourMinutes = 60;

/** The least tier and the slowest line that open their gates: behind a closed one both count as nothing. */
const opened = (line: HourLine): ScoreFactors => ({
  ...line,
  tierBps: Math.max(line.tierBps, tierFactorBps('bronze')),
  connBps: Math.max(line.connBps, connBps(1)),
});

const isOtherGate = (reason: string | null): reason is OtherGate => otherGates.some((gate) => gate === reason);

/** ⌊pool · score ÷ all scores⌋ with this score in place of the device's own, everybody else as they were. */
const wouldPay = ({ pool, score: own, scoreSum }: HourLine, score: bigint): bigint => {
  const sum = scoreSum - own + score;
  return sum === 0n ? 0n : (pool * score) / sum;
};

/**
 * Minutes come first: a device that is away is asked for proofs that it cannot answer, and its absence is the cause. What
 * is lost behind a gate on top of that is the gate's; minutes and proofs below their least are minutes and proofs.
 */
const rewardSteps = (line: HourLine): Pick<Waterfall, 'gross' | 'minutes' | 'proofs' | 'gates' | 'supporters'> => {
  const supporters = line.reward - line.ownerPart;
  const { ineligible } = line;
  const gated = isOtherGate(ineligible);
  if (ineligible !== null && !gated && ineligible !== 'minutes' && ineligible !== 'proofs')
    return { gross: line.reward, minutes: 0n, proofs: 0n, gates: noGates, supporters };
  const factors = opened(line);
  const paysAt = (eligBps: number): bigint => wouldPay(line, scoreOf({ ...factors, eligBps }));
  const gross = paysAt(whole);
  const present = paysAt(Math.floor((whole * line.minutes) / hourMinutes));
  const proven = paysAt(line.eligBps);
  const closed = proven - line.reward;
  return {
    gross,
    minutes: gross - present + (ineligible === 'minutes' ? closed : 0n),
    proofs: present - proven + (ineligible === 'proofs' ? closed : 0n),
    gates: gated ? { ...noGates, [ineligible]: closed } : noGates,
    supporters,
  };
};

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

export const hourWaterfall = ({ line, jobs, heldBack, stakeTaken, paid }: KeptHour): Waterfall => {
  const steps = line === null ? emptyWaterfall : rewardSteps(line);
  const { gross, minutes, proofs, supporters } = steps;
  const [prices, fees] = [sumOf(jobs.map(({ price }) => price)), sumOf(jobs.map(({ fee }) => fee))];
  const lost = minutes + proofs + sumOf(Object.values(steps.gates)) + supporters + heldBack + fees;
  return {
    ...{ gross, minutes, proofs, gates: steps.gates, supporters, heldBack, jobs: prices, fees },
    ...{ sum: gross + prices - lost, paid, stakeTaken },
  };
};

/** Every step of several hours, added up; nothing is divided or rounded on the way. */
export const addWaterfalls = (all: readonly Waterfall[]): Waterfall => {
  const add = (key: Exclude<keyof Waterfall, 'gates'>): bigint => sumOf(all.map((each) => each[key]));
  return {
    ...{ gross: add('gross'), minutes: add('minutes'), proofs: add('proofs'), supporters: add('supporters') },
    gates: Object.fromEntries(otherGates.map((gate) => [gate, sumOf(all.map((each) => each.gates[gate]))])) as Record<
      OtherGate,
      bigint
    >,
    ...{ heldBack: add('heldBack'), jobs: add('jobs'), fees: add('fees'), sum: add('sum'), paid: add('paid') },
    stakeTaken: add('stakeTaken'),
  };
};

/** Hours by the first reason for which they earned nothing, and those of which no line was kept as `not_heard`. */
export const hoursNotCounted = (hours: readonly Pick<KeptHour, 'line'>[]): { reason: string; hours: number }[] => {
  const counted = new Map<string, number>();
  for (const { line } of hours) {
    const reason = line === null ? 'not_heard' : line.ineligible;
    if (reason !== null) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  }
  return [...counted].map(([reason, count]) => ({ reason, hours: count })).toSorted((a, b) => b.hours - a.hours);
};
