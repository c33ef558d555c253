/** Random numbers that are the same in every run: a 32-bit generator (mulberry32) and what is drawn from it. */

export interface Draw {
  /** 0 ≤ x < 1. */
  uniform(): number;
  between(from: number, to: number): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** Whole, 0 ≤ x < below. */
  whole(below: number): number;
  isHit(chance: number): boolean;
  /** A count around `mean`, which is at least some hundreds: there Poisson is normal. */
  count(mean: number): number;
}

export const createDraw = (seed: number): Draw => {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    normal,
    between: (from, to) => from + uniform() * (to - from),
    whole: (below) => Math.floor(uniform() * below),
    isHit: (chance) => uniform() < chance,
    count: (mean) => Math.round(mean + Math.sqrt(mean) * normal()),
  };
};
