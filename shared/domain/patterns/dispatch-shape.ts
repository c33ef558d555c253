/** The fine pattern of one walk's dispatches, as a key: no two walks have the same one by chance. */
import { medianOf, spreadOf } from './order-statistics.ts';

const leastDispatches = 16;
/** A clock that knows few values makes equal patterns of different walks. */
const leastLevels = 8;
/** Of the walk's own spread: coarse enough for a copy with rounded figures. */
const stepsASpread = 8;

/** @returns null for a walk too short or too even to be told from another */
export const dispatchShapeOf = (dispatchMs: readonly number[]): string | null => {
  if (dispatchMs.length < leastDispatches) return null;
  const middle = medianOf(dispatchMs);
  const spread = spreadOf(dispatchMs);
  if (spread === 0) return null;
  const levels = dispatchMs.map((value) => Math.round(((value - middle) / spread) * stepsASpread));
  return new Set(levels).size < leastLevels ? null : levels.join(' ');
};
