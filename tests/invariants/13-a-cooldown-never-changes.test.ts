import fc from 'fast-check';
import { expect, it } from 'vitest';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { withdrawCooled } from '../../shared/domain/staking/position.ts';
import { runs } from './arbitraries.ts';
import { deviceIds } from './walk/state.ts';
import { anyStakeWalk, type Turn, turnsOf } from './walk/walk.ts';

/** Entries that lost their times, left before their time, or came with another cooldown than the one in force. */
const brokenIn = ({ step, before, after }: Turn): string[] =>
  deviceIds.flatMap((deviceId) => {
    const was = before.positions[deviceId].cooling;
    const is = after.positions[deviceId].cooling;
    const known = new Map(was.map((entry) => [entry.id, entry]));
    const kept = new Map(is.map((entry) => [entry.id, entry]));
    const cooldownMs = networkHoursMs(before.parameters.cooldownHours, before.parameters);
    const changed = was.filter((entry) => {
      const later = kept.get(entry.id);
      if (later === undefined) return step.kind !== 'slash' && !(step.kind === 'wait' && after.now >= entry.freeAt);
      const isCut = later.amount < entry.amount && step.kind === 'slash';
      return (
        later.freeAt !== entry.freeAt ||
        later.askedAt !== entry.askedAt ||
        later.holderId !== entry.holderId ||
        !(later.amount === entry.amount || isCut)
      );
    });
    const begun = is.filter(
      (entry) =>
        !known.has(entry.id) &&
        step.kind !== 'winAppeal' &&
        (entry.freeAt - entry.askedAt !== cooldownMs || entry.askedAt > after.now),
    );
    return [...changed, ...begun, ...(kept.size === is.length ? [] : is)].map(({ id }) => `${step.kind}: ${id}`);
  });

/** Entries that an appeal brought back under another time than the one they had when they were slashed. */
const brokenReturns = (turns: readonly Turn[]): string[] => {
  const ends = new Map<string, number>();
  const broken: string[] = [];
  for (const { step, after } of turns) {
    for (const { id, freeAt } of deviceIds.flatMap((deviceId) => after.positions[deviceId].cooling)) {
      const first = step.kind === 'winAppeal' && !ends.has(id) ? id.slice(0, id.lastIndexOf('.')) : id;
      if ((ends.get(first) ?? freeAt) !== freeAt) broken.push(id);
      ends.set(id, freeAt);
    }
  }
  return broken;
};

it('keeps the end of every cooldown, through slashes, appeals and new rules, and lets nothing out before it', () => {
  fc.assert(
    fc.property(anyStakeWalk, (steps) => {
      const turns = turnsOf(steps);
      expect(turns.flatMap(brokenIn)).toEqual([]);
      expect(brokenReturns(turns)).toEqual([]);
      const { positions } = turns.at(-1)?.after ?? { positions: {} };
      for (const position of Object.values(positions)) {
        for (const { id, freeAt } of position.cooling) {
          const refusal = { code: 'STILL_COOLING', freeAt };
          expect(withdrawCooled(position, id, freeAt - 1)).toEqual({ kind: 'refused', refusal });
          expect(withdrawCooled(position, id, freeAt).kind).toBe('moved');
        }
      }
    }),
    runs,
  );
});
