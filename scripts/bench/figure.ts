/** One line of the benchmark: what, how much, against what. */

export interface Figure {
  name: string;
  median: number;
  least: number;
  most: number;
  runs: number;
  unit: string;
  /** At most this; null: only told. */
  target: number | null;
}

export const medianOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

export const figureOf = (name: string, unit: string, target: number | null, values: readonly number[]): Figure => ({
  name,
  unit,
  target,
  median: medianOf(values),
  least: Math.min(...values),
  most: Math.max(...values),
  runs: values.length,
});

const short = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));

export const printFigures = (figures: readonly Figure[]): void => {
  for (const { name, median, least, most, runs, unit, target } of figures) {
    const verdict = target === null ? '' : `  target ≤ ${target} ${unit}: ${median <= target ? 'met' : 'MISSED'}`;
    console.log(`${name.padEnd(52)} ${short(median)} ${unit} (${short(least)}–${short(most)}, ${runs} runs)${verdict}`);
  }
};
