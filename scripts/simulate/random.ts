/**
 * Draws of whole numbers that depend on nothing but the seed and what they are asked for: who, what, and when. So one
 * machine's luck is the same whoever else is there and in whatever order they are looked at, and two economies that
 * differ in one habit can be compared machine by machine. Not for secrets.
 */

/** What a draw decides. The order is a part of every seed's meaning: new ones come last. */
const purposes = [
  'class',
  'cards',
  'link',
  'link_test',
  'speed',
  'compliance',
  'compounds',
  'joins',
  'share',
  'outage',
  'outage_from',
  'outage_length',
  'play',
  'play_from',
  'play_length',
  'holiday',
  'holiday_length',
  'flap',
  'flap_from',
  'flap_length',
  'seat',
  'seats',
  'proof',
  'hired',
  'renter',
  'hire_length',
  'hire_ends',
  'review',
  'conviction',
  'flight',
  'return',
  'stays',
  'made_up',
  'appeal',
  'appeal_length',
  'appeal_won',
  'report',
  'reporter',
  'growth',
  'exit',
  'withdrawal',
  'support',
  'support_leaves',
  'name',
  'sample',
] as const;
type Purpose = (typeof purposes)[number];

const placeOf: ReadonlyMap<Purpose, number> = new Map(purposes.map((purpose, at) => [purpose, at]));

/** A 32-bit mix in which every bit of the word touches every other: the constants of Wellons' `lowbias32`. */
const mix = (word: number): number => {
  let mixed = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

/** 2^32 over the golden ratio: keeps neighbouring numbers apart. */
const stride = 0x9e3779b9;
const wordValues = 2 ** 32;
const million = 1_000_000;

export interface Random {
  /** A whole number, 0..count−1, each as likely as another. @param count  1..2^20 */
  below(count: number, what: Purpose, who: number, when?: number): number;
  /** A whole number, least..most. */
  between(least: number, most: number, what: Purpose, who: number, when?: number): number;
  /** Whether something happens that happens so many times in a million. */
  happens(timesInMillion: number, what: Purpose, who: number, when?: number): boolean;
  /** One of a list by weight. @param weights  whole numbers, at least one above 0 */
  pick<Item>(items: readonly (readonly [Item, number])[], what: Purpose, who: number, when?: number): Item;
}

/** @param seed  whole, 0..2^32−1 */
export const createRandom = (seed: number): Random => {
  const root = mix(seed + stride);
  const word = (what: Purpose, who: number, when: number): number =>
    mix(mix(mix(root ^ who) + Math.imul(when + 1, stride)) + Math.imul((placeOf.get(what) ?? 0) + 1, 0x85ebca6b));
  const below = (count: number, what: Purpose, who: number, when = 0): number =>
    Math.floor((word(what, who, when) * count) / wordValues);
  return {
    below,
    between: (least, most, what, who, when) => least + below(most - least + 1, what, who, when),
    happens: (timesInMillion, what, who, when) => below(million, what, who, when) < timesInMillion,
    pick: (items, what, who, when) => {
      const total = items.reduce((sum, [, weight]) => sum + weight, 0);
      let left = below(total, what, who, when);
      for (const [item, weight] of items) {
        if (left < weight) return item;
        left -= weight;
      }
      throw new RangeError('nothing to pick from');
    },
  };
};
