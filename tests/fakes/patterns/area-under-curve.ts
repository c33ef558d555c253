/** How well a score tells two populations apart. */

/**
 * The area under the ROC curve: the chance that one of `odd`, drawn at random, scores above one of `honest`; equal
 * scores count half.
 *
 * @returns 0..1; 0.5 is guessing. Both lists hold at least one score.
 */
export const aucOf = (odd: readonly number[], honest: readonly number[]): number => {
  const sorted = honest.toSorted((a, b) => a - b);
  const below = (score: number, isIncluded: boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const value = sorted[middle] as number;
      if (value < score || (isIncluded && value === score)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const wins = odd.reduce((sum, score) => sum + (below(score, false) + below(score, true)) / 2, 0);
  return wins / (odd.length * sorted.length);
};
