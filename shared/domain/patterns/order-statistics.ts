/** Medians and spreads that a few wild values cannot move. Every list given here holds at least one value. */

/** Up to here sorting by hand is several times faster than the engine's, and most lists are one walk's dispatches. */
const fewValues = 64;

const sortedOf = (values: readonly number[]): Float64Array => {
  const sorted = new Float64Array(values);
  if (sorted.length > fewValues) return sorted.sort();
  for (let index = 1; index < sorted.length; index += 1) {
    const value = sorted[index] as number;
    let place = index;
    for (; place > 0 && (sorted[place - 1] as number) > value; place -= 1) sorted[place] = sorted[place - 1] as number;
    sorted[place] = value;
  }
  return sorted;
};

/** @param share 0..1; 0.5 is the median. Between two values it is interpolated. */
export const quantileOf = (values: readonly number[], share: number): number => {
  const sorted = sortedOf(values);
  const place = (sorted.length - 1) * share;
  const lower = sorted[Math.floor(place)] as number;
  const upper = sorted[Math.ceil(place)] as number;
  return lower + (upper - lower) * (place - Math.floor(place));
};

export const medianOf = (values: readonly number[]): number => quantileOf(values, 0.5);

/** Of normal values the standard deviation is this many times the median distance from the median. */
const normalSpread = 1.4826;

/** @returns 0 upwards, in the values' own unit; the standard deviation where they are normal */
export const spreadOf = (values: readonly number[]): number => {
  const middle = medianOf(values);
  return normalSpread * medianOf(values.map((value) => Math.abs(value - middle)));
};

/** Of normal values a tenth lies this many standard deviations below and above nine tenths. */
const normalDecades = 2.563;

/**
 * Steadier in small samples than `spreadOf`, and moved by less than a tenth of wild values on a side.
 *
 * @returns 0 upwards; the standard deviation where the values are normal
 */
export const innerSpreadOf = (values: readonly number[]): number =>
  (quantileOf(values, 0.9) - quantileOf(values, 0.1)) / normalDecades;
