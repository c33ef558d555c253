import { describe, expect, it } from 'vitest';
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { returnSlash, slashStake } from '../slashing/slash.ts';
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
import { endNotices, giveNotice, supportDevice } from './support.ts';

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

  it('cannot end everyone’s stake under an id that one of them would share with coins that cool already', () => {
    const shared = done(supported(owned(100n), 's', 60n));
    const first = { id: 'e.s', amount: amount(10n), now: 0, isHired: false };
    const asked = done(unstakeCoins(shared, first, parameters));
    const rest = { id: 'e', amount: amount(90n), now: 1, isHired: false };
    expect(() => unstakeCoins(asked, rest, parameters)).toThrow(/e\.s exists/);
    expect(done(unstakeCoins(asked, { ...rest, id: 'f' }, parameters)).cooling.map(({ id }) => id)).toEqual([
      'e.s',
      'f',
      'f.s',
    ]);
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

  it('leaves twice at one moment when a slash is returned after the notice, and never under one id', () => {
    const leaving = done(giveNotice(done(supported(owned(100n), 's', 50n)), { holderId: 's', now: 5 }, parameters));
    const verdict = { id: 'x', offence: 'O6' as const, bps: 8_000, offenceAt: 6, decidedAt: 7, unpaid: [] };
    const { slash, position: slashed } = slashStake(leaving, verdict, parameters);
    const leavesAt = 5 + 168 * hourMs;
    const gone = endNotices(slashed, leavesAt, () => 'first', parameters);
    const { position: back } = returnSlash(slash, gone);
    expect(() => endNotices(back, leavesAt + 1, () => 'first', parameters)).toThrow(/first exists/);
    const entry = { holderId: 's', askedAt: leavesAt, freeAt: leavesAt + 336 * hourMs };
    expect(endNotices(back, leavesAt + 1, () => 'second', parameters).cooling).toEqual([
      { id: 'first', amount: 30n, ...entry },
      { id: 'second', amount: 20n, ...entry },
    ]);
  });
});
