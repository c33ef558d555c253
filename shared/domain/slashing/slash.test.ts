import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { type CoolingEntry, countedStake, emptyPosition, type StakePosition } from '../staking/position.ts';
import { liableStake } from './cuts.ts';
import { escrowed, executeSlash, returnSlash, slashStake } from './slash.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const hourMs = mainnetParameters.hourMs;

const position = (
  owner: bigint,
  supporters: readonly bigint[],
  cooling: readonly CoolingEntry[] = [],
): StakePosition => ({
  ...emptyPosition('device', 'owner'),
  owner: inBaseUnits(owner),
  supporters: supporters.map((amount, index) => ({
    holderId: `s${index}`,
    amount: inBaseUnits(amount),
    leavesAt: null,
  })),
  cooling,
});

const verdict = { id: 'slash', offence: 'O5' as const, bps: 5_000, offenceAt: 100, decidedAt: 200, unpaid: [] };
const cuts = (before: StakePosition, bps: number) =>
  slashStake(before, { ...verdict, bps }, mainnetParameters).slash.cuts.map(({ holderId, amount }) => [
    holderId,
    amount,
  ]);

const deviceA = position(20_000n * 10n ** 8n, [8_000n * 10n ** 8n, 4_000n * 10n ** 8n]);

describe('a slash', () => {
  it('takes 16,000 IO from the worked device for a spoofed card, all of it the owner’s', () => {
    const { slash, position: after } = slashStake(deviceA, verdict, mainnetParameters);
    expect(slash.amount).toBe(io(16_000n));
    expect(slash.cuts).toEqual([{ holderId: 'owner', amount: io(16_000n), cooling: null, leavesAt: null }]);
    expect([after.owner, countedStake(after)]).toEqual([io(4_000n), io(16_000n)]);
    expect(slash.appealUntil).toBe(200 + 720 * hourMs);
  });

  it('takes from supporters what the owner cannot cover, a unit of the dust each in order of id', () => {
    expect(cuts(position(1n, [4n, 4n, 4n]), 5_000)).toEqual([
      ['owner', 1n],
      ['s0', 2n],
      ['s1', 2n],
      ['s2', 1n],
    ]);
  });

  it('reaches stake that was asked back after the offence, and none that was cooling before', () => {
    const entry = (id: string, askedAt: number): CoolingEntry => ({
      id,
      holderId: 'owner',
      amount: inBaseUnits(100n),
      askedAt,
      freeAt: askedAt + 336 * hourMs,
    });
    const before = position(10n, [], [entry('late', 101), entry('early', 99)]);
    expect(liableStake(before, 100)).toBe(110n);
    const { slash, position: after } = slashStake(before, { ...verdict, bps: 10_000 }, mainnetParameters);
    expect(slash.amount).toBe(110n);
    expect(after.owner).toBe(0n);
    expect(after.cooling).toEqual([entry('early', 99)]);
    const back = returnSlash(slash, after);
    expect(back.position.owner).toBe(10n);
    expect(back.position.cooling).toEqual([entry('early', 99), { ...entry('late', 101), id: 'late.slash' }]);
  });

  const anyPosition = fc
    .record({
      owner: fc.bigInt(0n, 10n ** 6n),
      supporters: fc.array(fc.bigInt(0n, 10n ** 6n), { maxLength: 16 }),
      cooling: fc.uniqueArray(
        fc.record({
          id: fc.stringMatching(/^[a-z]{1,3}$/),
          holderId: fc.constantFrom('owner', 's0', 's1', 'gone'),
          amount: fc.bigInt(1n, 1_000n).map(inBaseUnits),
          askedAt: fc.integer({ min: 50, max: 150 }),
          freeAt: fc.constant(10_000),
        }),
        { selector: ({ id }) => id, maxLength: 6 },
      ),
    })
    .map(({ owner, supporters, cooling }) => position(owner, supporters, cooling));

  const liableOf = (before: StakePosition, holderId: string): bigint =>
    liableStake(
      {
        ...before,
        owner: holderId === 'owner' ? before.owner : inBaseUnits(0n),
        supporters: before.supporters.filter((held) => held.holderId === holderId),
        cooling: before.cooling.filter((entry) => entry.holderId === holderId),
      },
      verdict.offenceAt,
    );

  it('never takes more than the stake, nor more from a holder than the holder has, and its cuts are S', () => {
    fc.assert(
      fc.property(anyPosition, fc.integer({ min: 0, max: 10_000 }), (before, bps) => {
        const liable = liableStake(before, verdict.offenceAt);
        const { slash, position: after } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        expect(slash.amount).toBe((liable * BigInt(bps)) / 10_000n);
        expect(slash.cuts.reduce((sum, { amount }) => sum + amount, 0n)).toBe(slash.amount);
        expect(liableStake(after, verdict.offenceAt)).toBe(liable - slash.amount);
        const byHolder = Map.groupBy(slash.cuts, ({ holderId }) => holderId);
        for (const [holderId, taken] of byHolder) {
          const total = taken.reduce((sum, { amount }) => sum + amount, 0n);
          expect(total <= liableOf(before, holderId)).toBe(true);
        }
        const supportersPay = slash.cuts.some(({ holderId }) => holderId !== 'owner');
        if (supportersPay) expect(liableOf(after, 'owner')).toBe(0n);
        expect(after.owner >= 0n).toBe(true);
        expect([...after.supporters, ...after.cooling].every(({ amount }) => amount > 0n)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes the same from each holder in every order of supporters and entries', () => {
    fc.assert(
      fc.property(anyPosition, fc.integer({ min: 0, max: 10_000 }), (before, bps) => {
        const turned = { ...before, supporters: before.supporters.toReversed(), cooling: before.cooling.toReversed() };
        expect(cuts(turned, bps)).toEqual(cuts(before, bps));
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is returned leaves every holder with what the holder had', () => {
    fc.assert(
      fc.property(anyPosition, fc.integer({ min: 1, max: 10_000 }), (before, bps) => {
        const { slash, position: after } = slashStake(before, { ...verdict, bps }, mainnetParameters);
        const { position: back } = returnSlash(slash, after);
        for (const holderId of ['owner', 's0', 's1', 's2', 'gone']) {
          expect(liableOf(back, holderId)).toBe(liableOf(before, holderId));
        }
        expect(back.cooling.every(({ freeAt }) => freeAt === 10_000)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the escrow of a slash', () => {
  const { slash, position: after } = slashStake(
    deviceA,
    { ...verdict, unpaid: [{ holderId: 'owner', amount: inBaseUnits(7n) }] },
    mainnetParameters,
  );
  const end = { appeal: 'none' as const, now: slash.appealUntil, reporter: null, renter: null };
  const reporter = { accountId: 'reporter' };

  it('burns everything when there is nobody to pay', () => {
    const executed = executeSlash(slash, end);
    expect(executed).toMatchObject({
      kind: 'moved',
      slash: { state: { kind: 'executed', use: { burn: io(16_000n) + 7n, bounty: 0n, compensation: 0n } } },
    });
  });

  it('waits for the appeal unless the appeal was lost', () => {
    expect(executeSlash(slash, { ...end, now: slash.appealUntil - 1 })).toEqual({
      kind: 'refused',
      reason: 'APPEAL_OPEN',
    });
    expect(executeSlash(slash, { ...end, appeal: 'lost', now: 201 }).kind).toBe('moved');
  });

  it('pays a renter no more than the harm, and no more than a quarter', () => {
    const harmed = (harm: bigint) =>
      executeSlash(slash, { ...end, renter: { accountId: 'renter', harm: inBaseUnits(harm) } });
    expect(harmed(5n)).toMatchObject({ slash: { state: { use: { compensation: 5n } } } });
    expect(harmed(10n ** 15n)).toMatchObject({ slash: { state: { use: { compensation: io(4_000n) } } } });
  });

  it.each(['owner', 's0', 's1'])('refuses a bounty for %s, who is party to the stake', (accountId) => {
    expect(executeSlash(slash, { ...end, reporter: { accountId } })).toEqual({
      kind: 'refused',
      reason: 'SELF_REPORT',
    });
  });

  it('ends once: returned or executed, never both', () => {
    const executed = executeSlash(slash, end);
    if (executed.kind === 'refused') throw new Error(executed.reason);
    expect(executeSlash(executed.slash, end)).toEqual({ kind: 'refused', reason: 'NOT_IN_ESCROW' });
    expect(returnSlash(executed.slash, after)).toMatchObject({ kind: 'refused', position: after });
    const returned = returnSlash(slash, after);
    if (returned.kind === 'refused') throw new Error(returned.reason);
    expect(executeSlash(returned.slash, end)).toEqual({ kind: 'refused', reason: 'NOT_IN_ESCROW' });
    expect(returnSlash(returned.slash, returned.position)).toMatchObject({
      kind: 'refused',
      position: returned.position,
    });
  });

  it('always splits into burn, bounty and compensation without a coin left, the bounty within its two limits', () => {
    const anyEnd = fc.record({
      stake: fc.bigInt(0n, 10n ** 14n),
      unpaid: fc.bigInt(0n, 10n ** 10n).map(inBaseUnits),
      isReported: fc.boolean(),
      harm: fc.option(fc.bigInt(0n, 10n ** 14n).map(inBaseUnits)),
      bps: fc.integer({ min: 0, max: 10_000 }),
    });
    fc.assert(
      fc.property(anyEnd, ({ stake, unpaid, isReported, harm, bps }) => {
        const decided = slashStake(
          position(stake, []),
          { ...verdict, bps, unpaid: [{ holderId: 'owner', amount: unpaid }] },
          mainnetParameters,
        ).slash;
        const ended = executeSlash(decided, {
          appeal: 'lost',
          now: 201,
          reporter: isReported ? reporter : null,
          renter: harm === null ? null : { accountId: 'renter', harm },
        });
        if (ended.kind === 'refused' || ended.slash.state.kind !== 'executed') throw new Error('not executed');
        const { burn, bounty, compensation } = ended.slash.state.use;
        expect(burn + bounty + compensation).toBe(escrowed(decided));
        expect(bounty * 4n <= decided.amount && bounty <= io(10_000n)).toBe(true);
        expect(compensation * 4n <= decided.amount && compensation <= (harm ?? 0n)).toBe(true);
        expect(burn >= 0n && (isReported || bounty === 0n)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
