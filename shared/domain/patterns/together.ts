/**
 * How a device's card does beside the others of the device. All cards of a device are asked at one instant, so a card was
 * alone only while its device claimed one. Cards with a memory each hardly differ; one card behind two claims takes
 * nearly twice as long.
 */
import { type DeviceTrace, isTimed } from './device-trace.ts';
import { medianOf } from './order-statistics.ts';
import type { ProofRecord } from './proof-record.ts';

/** Challenges of each kind that a median is taken over. */
const leastChallenges = 4;

const speedOf = (parts: readonly ProofRecord[]): number[] => {
  const timed = parts.filter(isTimed);
  return timed.length === 0 ? [] : [medianOf(timed.map(({ walkBytesPerMs }) => Math.log(walkBytesPerMs)))];
};

/**
 * The network clocks the cards of a challenge together, so this is the slowest one's.
 *
 * @returns times as long as alone, 1 where it makes no difference; null for a rig of different cards, and where either
 *   was seen too seldom
 */
export const slowdownTogether = ({ models, records }: Pick<DeviceTrace, 'models' | 'records'>): number | null => {
  if (models.length !== 1) return null;
  const challenges = [...Map.groupBy(records, ({ at }) => at).values()];
  const alone = challenges.filter((parts) => parts.length === 1).flatMap(speedOf);
  const together = challenges.filter((parts) => parts.length > 1).flatMap(speedOf);
  return Math.min(alone.length, together.length) < leastChallenges
    ? null
    : Math.exp(medianOf(alone) - medianOf(together));
};
