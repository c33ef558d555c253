import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from './arbitraries.ts';
import { booksBroken, stakeAccountsBroken } from './walk/books.ts';
import { anyWalk, turnsOf } from './walk/walk.ts';

/** Keys that two transfers share: a store would drop the second. */
const sharedKeys = (keys: readonly string[]): string[] => {
  const seen = new Set<string>();
  return keys.filter((key) => seen.size === seen.add(key).size);
};

it('counts every coin once: what was there first and minted, without what was burned, is what everybody holds', () => {
  fc.assert(
    fc.property(anyWalk, (steps) => {
      const turns = turnsOf(steps);
      const broken = turns.flatMap(({ step, after }) =>
        [...booksBroken(after), ...stakeAccountsBroken(after)].map((what) => `${step.kind}: ${what}`),
      );
      expect(broken).toEqual([]);
      expect(sharedKeys(turns.at(-1)?.after.keys ?? [])).toEqual([]);
    }),
    runs,
  );
});
