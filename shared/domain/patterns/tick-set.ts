/**
 * Sets of ticks, one bit a tick. Two devices are compared by counting bits: the pairs of a model grow with the square
 * of its devices, and this is what keeps them cheap.
 */

export type TickSet = Uint32Array;

/**
 * @param places of ticks, from 0
 * @param count of all ticks; the same for sets that are compared
 */
export const setOf = (places: Iterable<number>, count: number): TickSet => {
  const ticks = new Uint32Array(Math.ceil(count / 32));
  for (const place of places) {
    const word = place >>> 5;
    ticks[word] = (ticks[word] ?? 0) | (1 << (place & 31));
  }
  return ticks;
};

const bitsIn = (word: number): number => {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** Ticks that are in both sets. */
export const countOfBoth = (a: TickSet, b: TickSet): number => {
  let count = 0;
  for (let word = 0; word < a.length; word += 1) count += bitsIn((a[word] ?? 0) & (b[word] ?? 0));
  return count;
};

/** Ticks that are in all three. */
export const countOfAll = (a: TickSet, b: TickSet, c: TickSet): number => {
  let count = 0;
  for (let word = 0; word < a.length; word += 1) count += bitsIn((a[word] ?? 0) & (b[word] ?? 0) & (c[word] ?? 0));
  return count;
};
