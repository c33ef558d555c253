import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import {
  cooledEntries,
  countedStake,
  emptyPosition,
  type StakeMove,
  type StakePosition,
  stakeCoins,
  supportersStake,
  unstakeCoins,
  withdrawCooled,
} from './position.ts';
import { compound, endNotices, giveNotice, supportDevice } from './support.ts';

const parameters = mainnetParameters;
const hourMs = parameters.hourMs;
const required = inBaseUnits(100n);
const plenty = inBaseUnits(10n ** 9n);
const amount = (units: bigint): BaseUnits => inBaseUnits(units);

const done = (move: StakeMove): StakePosition => {
  if (move.kind === 'refused') throw new Error(move.refusal.code);
  return move.position;
};
const refusal = (move: StakeMove): unknown => (move.kind === 'refused' ? move.refusal : 'moved');

const owned = (units: bigint): StakePosition =>
  done(stakeCoins(emptyPosition('device', 'owner'), { amount: amount(units), wallet: plenty, required }, parameters));
const supported = (position: StakePosition, holderId: string, units: bigint, more = {}): StakeMove =>
  supportDevice(
    position,
    { holderId, amount: amount(units), wallet: plenty, required, isRelated: false, otherDevices: 0, ...more },
    parameters,
  );

describe('the owner', () => {
  it('stakes up to four times the requirement, and no more than the wallet has', () => {
    expect(countedStake(owned(400n))).toBe(400n);
    const ask = { amount: amount(401n), wallet: plenty, required };
    expect(refusal(stakeCoins(emptyPosition('d', 'o'), ask, parameters))).toEqual({
      code: 'AMOUNT_TOO_LARGE',
      available: 400n,
    });
    expect(refusal(stakeCoins(emptyPosition('d', 'o'), { ...ask, wallet: amount(7n) }, parameters))).toEqual({
      code: 'AMOUNT_TOO_LARGE',
      available: 7n,
    });
  });

  it('waits 336 network hours for coins asked back, which stop counting at once', () => {
    const asked = done(
      unstakeCoins(owned(150n), { id: 'e', amount: amount(50n), now: 1_000, isHired: false }, parameters),
    );
    const freeAt = 1_000 + 336 * hourMs;
    expect(countedStake(asked)).toBe(100n);
    expect(asked.cooling).toEqual([{ id: 'e', holderId: 'owner', amount: 50n, askedAt: 1_000, freeAt }]);
    expect(refusal(withdrawCooled(asked, 'e', freeAt - 1))).toEqual({ code: 'STILL_COOLING', freeAt });
    expect(cooledEntries(asked, freeAt - 1)).toEqual([]);
    expect(cooledEntries(asked, freeAt)).toHaveLength(1);
    expect(done(withdrawCooled(asked, 'e', freeAt)).cooling).toEqual([]);
    expect(refusal(withdrawCooled(asked, 'other', freeAt))).toEqual({ code: 'COOLING_NOT_FOUND' });
  });

  it('keeps the stake while the device is hired', () => {
    const ask = { id: 'e', amount: amount(1n), now: 0, isHired: true };
    expect(refusal(unstakeCoins(owned(100n), ask, parameters))).toEqual({ code: 'STAKE_IN_USE' });
  });

  it('lets coins above a capacity that fell wait like all others', () => {
    const heavy = owned(400n);
    const lighter = { amount: amount(1n), wallet: plenty, required: amount(50n) };
    expect(refusal(stakeCoins(heavy, lighter, parameters))).toEqual({ code: 'AMOUNT_TOO_LARGE', available: 0n });
    const asked = done(unstakeCoins(heavy, { id: 'e', amount: amount(200n), now: 0, isHired: false }, parameters));
    expect(asked.cooling[0]?.freeAt).toBe(336 * hourMs);
  });

  it('leaves supporters no more than half, unless all stake ends together', () => {
    const shared = done(supported(owned(100n), 's', 60n));
    const ask = { id: 'e', amount: amount(41n), now: 0, isHired: false };
    expect(refusal(unstakeCoins(shared, ask, parameters))).toEqual({ code: 'AMOUNT_TOO_LARGE', available: 40n });
    const ended = done(unstakeCoins(shared, { ...ask, amount: amount(100n) }, parameters));
    expect(countedStake(ended)).toBe(0n);
    expect(ended.cooling.map(({ id, amount: cooling }) => [id, cooling])).toEqual([
      ['e', 100n],
      ['e.s', 60n],
    ]);
  });

  it('cannot move nothing, nor use an id twice', () => {
    const asked = done(unstakeCoins(owned(100n), { id: 'e', amount: amount(1n), now: 0, isHired: false }, parameters));
    const again = { id: 'e', amount: amount(1n), now: 0, isHired: false };
    expect(() => unstakeCoins(asked, again, parameters)).toThrow(RangeError);
    expect(() => unstakeCoins(asked, { ...again, id: 'f', amount: amount(0n) }, parameters)).toThrow(RangeError);
  });
});

describe('a supporter', () => {
  it('adds at most what the owner has', () => {
    expect(refusal(supported(owned(100n), 's', 101n))).toEqual({ code: 'AMOUNT_TOO_LARGE', available: 100n });
    expect(refusal(supported(owned(300n), 's', 101n))).toEqual({ code: 'AMOUNT_TOO_LARGE', available: 100n });
  });

  it('never supports an own device, a seventeenth place or a third device', () => {
    expect(refusal(supported(owned(100n), 'owner', 1n))).toEqual({ code: 'OWN_DEVICE' });
    expect(refusal(supported(owned(100n), 's', 1n, { isRelated: true }))).toEqual({ code: 'OWN_DEVICE' });
    expect(refusal(supported(owned(100n), 's', 1n, { otherDevices: 2 }))).toEqual({
      code: 'TOO_MANY_DEVICES',
      most: 2,
    });
    const full = Array.from({ length: 16 }).reduce<StakePosition>(
      (position, _, index) => done(supported(position, `s${index}`, 1n)),
      owned(100n),
    );
    expect(refusal(supported(full, 'late', 1n))).toEqual({ code: 'TOO_MANY_SUPPORTERS', most: 16 });
    expect(supportersStake(done(supported(full, 's3', 1n)))).toBe(17n);
  });

  it('counts for 168 hours of notice and then cools for 336', () => {
    const leaving = done(giveNotice(done(supported(owned(100n), 's', 50n)), { holderId: 's', now: 5 }, parameters));
    const leavesAt = 5 + 168 * hourMs;
    const entryId = (holderId: string): string => `notice-${holderId}`;
    expect(countedStake(endNotices(leaving, leavesAt - 1, entryId, parameters))).toBe(150n);
    const late = endNotices(leaving, leavesAt + 1_000, entryId, parameters);
    expect(countedStake(late)).toBe(100n);
    expect(late.cooling).toEqual([
      { id: 'notice-s', holderId: 's', amount: 50n, askedAt: leavesAt, freeAt: leavesAt + 336 * hourMs },
    ]);
    expect(refusal(giveNotice(leaving, { holderId: 's', now: 6 }, parameters))).toEqual({ code: 'ALREADY_LEAVING' });
    expect(refusal(giveNotice(leaving, { holderId: 'x', now: 6 }, parameters))).toEqual({ code: 'NOT_A_SUPPORTER' });
    expect(refusal(supported(leaving, 's', 1n))).toEqual({ code: 'ALREADY_LEAVING' });
  });
});

type Step = { kind: 'stake' | 'unstake' | 'support' | 'notice' | 'compound' | 'wait'; who: string; units: bigint };
const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<Step['kind'][]>('stake', 'unstake', 'support', 'notice', 'compound', 'wait'),
  who: fc.constantFrom('owner', 's1', 's2', 's3'),
  units: fc.bigInt(1n, 250n),
});

const positionAfter = (move: StakeMove, before: StakePosition): StakePosition =>
  move.kind === 'moved' ? move.position : before;

const take = (position: StakePosition, step: Step, now: number): StakePosition => {
  const units = amount(step.units);
  switch (step.kind) {
    case 'stake':
      return positionAfter(stakeCoins(position, { amount: units, wallet: plenty, required }, parameters), position);
    case 'unstake': {
      const exit = { id: `exit-${now}`, amount: units, now, isHired: false };
      return positionAfter(unstakeCoins(position, exit, parameters), position);
    }
    case 'support':
      return positionAfter(supported(position, step.who, step.units), position);
    case 'notice':
      return positionAfter(giveNotice(position, { holderId: step.who, now }, parameters), position);
    case 'compound':
      return compound(position, { holderId: step.who, claimable: units, required }, parameters).position;
    case 'wait':
      return endNotices(position, now, (holderId, leavesAt) => `notice-${holderId}-${leavesAt}`, parameters);
  }
};

/** Each position along a walk of moves, with the time of each. */
const walk = (steps: readonly Step[]): { position: StakePosition; now: number }[] => {
  const seen = [{ position: emptyPosition('device', 'owner'), now: 0 }];
  for (const step of steps) {
    const last = seen.at(-1) ?? { position: emptyPosition('device', 'owner'), now: 0 };
    const now = last.now + 1 + (step.kind === 'wait' ? Number(step.units) * hourMs : 0);
    seen.push({ position: take(last.position, step, now), now });
  }
  return seen;
};

describe('any walk of moves', () => {
  const anyWalk = fc.array(anyStep, { minLength: 5, maxLength: 30 });
  const runs = { numRuns: 2_000 };

  it('keeps supporters at half or less, the total within four times the requirement, and nothing negative', () => {
    fc.assert(
      fc.property(anyWalk, (steps) => {
        for (const { position } of walk(steps)) {
          expect(supportersStake(position) <= position.owner).toBe(true);
          expect(countedStake(position) <= 400n).toBe(true);
          expect(position.owner >= 0n).toBe(true);
          expect([...position.supporters, ...position.cooling].every((held) => held.amount > 0n)).toBe(true);
        }
      }),
      runs,
    );
  });

  it('never changes the end of a cooldown and never lets coins out before it', () => {
    fc.assert(
      fc.property(anyWalk, (steps) => {
        const ends = new Map<string, number>();
        for (const { position, now } of walk(steps)) {
          for (const { id, askedAt, freeAt } of position.cooling) {
            expect(freeAt - askedAt).toBe(336 * hourMs);
            expect(ends.get(id) ?? freeAt).toBe(freeAt);
            ends.set(id, freeAt);
            expect(withdrawCooled(position, id, now).kind).toBe(now < freeAt ? 'refused' : 'moved');
            expect(withdrawCooled(position, id, freeAt - 1).kind).toBe('refused');
          }
        }
      }),
      runs,
    );
  });

  it('stakes earnings again without losing one', () => {
    fc.assert(
      fc.property(
        anyWalk,
        fc.bigInt(0n, 1_000n),
        fc.constantFrom('owner', 's1', 'stranger'),
        (steps, units, holderId) => {
          const position = walk(steps).at(-1)?.position ?? emptyPosition('device', 'owner');
          const after = compound(position, { holderId, claimable: amount(units), required }, parameters);
          expect(after.staked + after.left).toBe(units);
          expect(countedStake(after.position)).toBe(countedStake(position) + after.staked);
          expect(after.position.cooling).toEqual(position.cooling);
          expect(supportersStake(after.position) <= after.position.owner).toBe(true);
        },
      ),
      runs,
    );
  });
});
