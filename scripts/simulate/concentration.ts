/** How unevenly amounts are spread: exact, in whole numbers, so that the same amounts give the same figures anywhere. */

export type Amounts = readonly bigint[];

const inOrder = (amounts: Amounts): bigint[] =>
  amounts.toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));

const sumOf = (amounts: Amounts): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

const wholeBps = 10_000n;

/**
 * The Gini coefficient.
 *
 * @param amounts  none negative
 * @returns bps, floored: 0 when all have the same, towards 10,000 when one has everything; null when nobody has anything
 */
export const giniBps = (amounts: Amounts): number | null => {
  const count = BigInt(amounts.length);
  const total = sumOf(amounts);
  if (total === 0n) return null;
  const ranked = inOrder(amounts).reduce((sum, amount, at) => sum + BigInt(at + 1) * amount, 0n);
  return Number((wholeBps * (2n * ranked - (count + 1n) * total)) / (count * total));
};

/** What the largest have of everything, in bps; null when there is nothing. */
export const topShareBps = (amounts: Amounts, most: number): number | null => {
  const total = sumOf(amounts);
  return total === 0n ? null : Number((wholeBps * sumOf(inOrder(amounts).slice(-most))) / total);
};

export interface Spread {
  readonly median: bigint;
  readonly p10: bigint;
  readonly p90: bigint;
}

/** By nearest rank: each is an amount that somebody has. @returns null when there are none */
export const spreadOf = (amounts: Amounts): Spread | null => {
  const sorted = inOrder(amounts);
  const at = (percent: number): bigint | undefined =>
    sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
  const [median, p10, p90] = [at(50), at(10), at(90)];
  return median === undefined || p10 === undefined || p90 === undefined ? null : { median, p10, p90 };
};
