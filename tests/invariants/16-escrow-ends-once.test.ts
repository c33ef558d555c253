import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, earned, escrow } from '../../shared/domain/ledger/account.ts';
import { balancesAfter } from '../../shared/domain/ledger/posting.ts';
import { forfeitTransfer, slashTransfers } from '../../shared/domain/ledger/slash-transfers.ts';
import { mainnetParameters } from '../../shared/domain/parameters/record.ts';
import { liableStake } from '../../shared/domain/slashing/cuts.ts';
import {
  escrowed,
  executeSlash,
  forfeitReward,
  returnSlash,
  type Slash,
  slashStake,
} from '../../shared/domain/slashing/slash.ts';
import { countedStake } from '../../shared/domain/staking/position.ts';
import { type BaseUnits, inBaseUnits, noCoins } from '../../shared/units/money.ts';
import { anyBps, anyPosition, offenceAt, runs, sumOf } from './arbitraries.ts';
import { balanceOf, type DeviceId, type WalkState } from './walk/state.ts';
import { anyStakeWalk, type Turn, turnsOf } from './walk/walk.ts';

const verdict = { id: 'slash', offence: 'O5' as const, offenceAt, decidedAt: 200, unpaid: [] };
const lost = { appeal: 'lost' as const, now: 300, reporter: null, renter: null };

const heldBy = (state: WalkState, deviceId: DeviceId): bigint => {
  const position = state.positions[deviceId];
  return countedStake(position) + sumOf(position.cooling) + sumOf(state.waiting);
};
const isOver = ({ state }: Slash): boolean => state.kind !== 'escrow';

/** What is wrong with how slashes ended in this turn; empty when all is well. */
const brokenEnds = ({ step, before, after }: Turn): string[] =>
  before.slashes.flatMap((was) => {
    const is = after.slashes.find(({ id }) => id === was.id);
    if (is === undefined) return [`${was.id} is gone`];
    if (isOver(was)) return is === was ? [] : [`${was.id} ended again by ${step.kind}`];
    if (!isOver(is)) return is === was ? [] : [`${was.id} changed in escrow`];
    const returned = heldBy(after, was.deviceId as DeviceId) - heldBy(before, was.deviceId as DeviceId);
    const used = after.burned - before.burned;
    const paidOut = is.state.kind === 'executed' ? used + is.state.use.bounty + is.state.use.compensation : returned;
    return [
      ...(is.state.kind === 'returned' && used !== 0n ? [`${was.id} was returned and burned`] : []),
      ...(is.state.kind === 'executed' && returned !== 0n ? [`${was.id} was burned and returned`] : []),
      ...(paidOut === escrowed(was) ? [] : [`${was.id} held ${escrowed(was)} and gave ${paidOut}`]),
      ...(balanceOf(after, escrow(was.id)) === 0n ? [] : [`${was.id} is over and still holds coins`]),
    ];
  });

/** Neither the slash nor a copy of it that somebody kept from before its end moves a coin again. */
const expectOver = (ended: Slash, { positions, balances }: WalkState): void => {
  const position = positions[ended.deviceId as DeviceId];
  expect(returnSlash(ended, position)).toEqual({ kind: 'refused', reason: 'NOT_IN_ESCROW', position });
  expect(executeSlash(ended, lost)).toEqual({ kind: 'refused', reason: 'NOT_IN_ESCROW' });
  if (escrowed(ended) === 0n) return;
  const copy: Slash = { ...ended, state: { kind: 'escrow' } };
  for (const move of [returnSlash(copy, position), executeSlash(copy, lost)]) {
    if (move.kind === 'refused') throw new Error(move.reason);
    expect(() => balancesAfter(balances, slashTransfers(move.slash))).toThrow(RangeError);
  }
};

describe('the escrow of a slash', () => {
  it('goes back whole or is burned and paid out whole, once: rule and ledger both refuse a second end', () => {
    fc.assert(
      fc.property(anyStakeWalk, (steps) => {
        const turns = turnsOf(steps);
        expect(turns.flatMap(brokenEnds)).toEqual([]);
        const last = turns.at(-1)?.after;
        if (last === undefined) throw new Error('a walk has turns');
        for (const ended of last.slashes.filter(isOver)) expectOver(ended, last);
      }),
      runs,
    );
  });

  it('leaves every holder with what the holder had when the appeal is won', () => {
    fc.assert(
      fc.property(anyPosition, anyBps, (before, bps) => {
        const { slash, position: after } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        const { position: back } = returnSlash(slash, after);
        const within = (at: number, holderId: string, position = back): bigint =>
          liableStake(
            {
              ...position,
              owner: holderId === 'owner' ? position.owner : noCoins,
              supporters: position.supporters.filter((held) => held.holderId === holderId),
              cooling: position.cooling.filter((entry) => entry.holderId === holderId),
            },
            at,
          );
        for (const holderId of ['owner', 's0', 's1', 's2', 'gone']) {
          expect(within(offenceAt, holderId)).toBe(within(offenceAt, holderId, before));
        }
        expect(countedStake(back)).toBe(countedStake(before));
        const leaving = before.supporters.filter(({ amount }) => amount > 0n);
        for (const { holderId, leavesAt } of leaving) {
          expect(back.supporters.find((held) => held.holderId === holderId)?.leavesAt).toBe(leavesAt);
        }
        expect(back.cooling.every(({ freeAt }) => freeAt === 10_000)).toBe(true);
      }),
      runs,
    );
  });

  it('takes along what the hour would have paid, whenever that is known, to where the slash goes', () => {
    const anyUnpaid = fc.uniqueArray(
      fc.record({ holderId: fc.constantFrom('owner', 's0', 's1'), amount: fc.bigInt(1n, 10n ** 12n).map(inBaseUnits) }),
      { selector: ({ holderId }) => holderId, minLength: 1 },
    );
    fc.assert(
      fc.property(anyPosition, anyBps, anyUnpaid, fc.boolean(), fc.boolean(), (before, bps, unpaid, isWon, isLate) => {
        const { slash, position } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        const estimates = unpaid.map(
          ({ holderId, amount }) => [earned('estimate', slash.deviceId, holderId), amount] as const,
        );
        const taken = slashTransfers(slash);
        const held = taken.flatMap(({ entries }) => entries.filter(({ amount }) => amount < 0n));
        let balances: Map<Account, BaseUnits> = new Map([
          ...estimates,
          ...held.map(({ account, amount }) => [account, inBaseUnits(-amount)] as const),
        ]);
        const all = sumOf([...balances.values()].map((amount) => ({ amount })));
        balances = balancesAfter(balances, taken);
        const endOf = (now: Slash): Slash => {
          const ended = isWon ? returnSlash(now, position) : executeSlash(now, lost);
          if (ended.kind === 'refused') throw new Error(ended.reason);
          balances = balancesAfter(balances, slashTransfers(ended.slash));
          return ended.slash;
        };
        const forfeit = (now: Slash): Slash => {
          const after = forfeitReward(now, unpaid);
          if (after === null) return now;
          balances = balancesAfter(balances, [forfeitTransfer(after, unpaid)]);
          return after;
        };
        const end = isLate ? forfeit(endOf(slash)) : endOf(forfeit(slash));
        expect(balances.get(escrow(slash.id)) ?? noCoins).toBe(noCoins);
        expect(balances.get('burned') ?? noCoins).toBe(isWon ? noCoins : all);
        if (end.state.kind === 'executed') expect(end.state.use.burn).toBe(all);
        for (const [account, amount] of isWon ? estimates : []) expect(balances.get(account)).toBe(amount);
      }),
      runs,
    );
  });
});
