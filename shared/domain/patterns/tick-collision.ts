/**
 * A GPU that serves two accounts is slow when both are asked at one tick, and only then. Which ticks two devices share
 * is drawn by the network, so nothing honest goes along with it: not the time of day, not when owners play.
 */
import type { Anomaly } from './anomaly.ts';
import { log10OfHits, log10OfTries } from './coincidence.ts';
import { findingOf, scoreOfChance } from './finding.ts';
import type { MarkedDevice } from './tick-marks.ts';
import { countOfAll, countOfBoth } from './tick-set.ts';

/** Fewer ticks of a kind cannot be compared. */
const leastTicks = 4;
/** Slow proofs are this much more frequent where ticks are shared; five accounts on one GPU still differ by more. */
const leastExcess = 0.15;

interface Collision {
  readonly other: MarkedDevice;
  readonly sharedTicks: number;
  readonly sharedSlow: number;
  readonly otherTicks: number;
  readonly otherSlow: number;
}

/** Only ticks around which the other device was there: else its hours at the PC would be compared, not its ticks. */
const collisionOf = (own: MarkedDevice, other: MarkedDevice): Collision => {
  const { asked, slipped } = own.marks;
  const comparable = countOfBoth(asked, other.marks.present);
  const sharedTicks = countOfAll(asked, other.marks.present, other.marks.asked);
  const slow = countOfBoth(slipped, other.marks.present);
  const sharedSlow = countOfAll(slipped, other.marks.present, other.marks.asked);
  return { other, sharedTicks, sharedSlow, otherTicks: comparable - sharedTicks, otherSlow: slow - sharedSlow };
};

const isComparable = ({ sharedTicks, otherTicks }: Collision): boolean =>
  sharedTicks >= leastTicks && otherTicks >= leastTicks;

const isStriking = ({ sharedTicks, sharedSlow, otherTicks, otherSlow }: Collision): boolean =>
  sharedSlow >= leastTicks && sharedSlow / sharedTicks - otherSlow / otherTicks >= leastExcess;

/** @param others devices of the same model, of other accounts */
export const tickCollision = (own: MarkedDevice, others: readonly MarkedDevice[]): Anomaly | null => {
  if (countOfBoth(own.marks.slipped, own.marks.asked) < leastTicks) return null;
  const compared = others.map((other) => collisionOf(own, other)).filter(isComparable);
  const [likeliest] = compared
    .filter(isStriking)
    .map((collision) => {
      const { sharedTicks, sharedSlow, otherTicks, otherSlow } = collision;
      const chance = log10OfHits(sharedSlow, sharedTicks, sharedSlow + otherSlow, sharedTicks + otherTicks);
      return { ...collision, log10: log10OfTries(chance, compared.length) };
    })
    .toSorted((a, b) => a.log10 - b.log10 || (a.other.deviceId < b.other.deviceId ? -1 : 1));
  if (likeliest === undefined) return null;
  const { other, sharedTicks, sharedSlow, otherTicks, otherSlow, log10 } = likeliest;
  return findingOf('tick_collision', scoreOfChance(log10), {
    otherDevice: other.deviceId,
    sharedTicks,
    sharedSlow,
    otherTicks,
    otherSlow,
    timesAsLong: Math.exp(own.marks.slip),
    chanceLog10: log10,
  });
};
