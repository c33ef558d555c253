import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { forfeitTransfer } from '../ledger/slash-transfers.ts';
import { mainnetParameters } from '../parameters/record.ts';
import { type CoolingEntry, countedStake, emptyPosition, type StakePosition } from '../staking/position.ts';
import { endNotices } from '../staking/support.ts';
import { liableStake } from './cuts.ts';
import { offenceBps } from './offences.ts';
import { executeSlash, forfeitReward, returnSlash, type Slash, slashStake } from './slash.ts';

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

  it.each([
    ['O1', 160n, [160n]],
    ['O2', 640n, [640n]],
    ['O3', 320n, [320n]],
    ['O4', 9_600n, [9_600n]],
    ['O5', 16_000n, [16_000n]],
    ['O6', 16_000n, [16_000n]],
    ['O7', 32_000n, [20_000n, 8_000n, 4_000n]],
  ] as const)('takes for %s %i IO from the worked device', (offence, whole, parts) => {
    const bps = offenceBps(offence, { ever: 0, inLast720Hours: 0 }, mainnetParameters);
    const { slash } = slashStake(deviceA, { ...verdict, offence, bps }, mainnetParameters);
    expect(slash.amount).toBe(io(whole));
    expect(slash.cuts.map(({ amount }) => amount)).toEqual(parts.map(io));
  });

  it('takes from supporters what the owner cannot cover, a unit of the dust each in order of id', () => {
    expect(cuts(position(1n, [4n, 4n, 4n]), 5_000)).toEqual([
      ['owner', 1n],
      ['s0', 2n],
      ['s1', 2n],
      ['s2', 1n],
    ]);
  });

  it.each([
    [101, 'reaches', 20n],
    [100, 'does not reach', 10n],
  ] as const)('of a notice over at %i %s the supporter, whether moved to cooling or not', (leavesAt, _reaches, all) => {
    const before = { ...position(10n, [10n]), supporters: [{ holderId: 's0', amount: inBaseUnits(10n), leavesAt }] };
    const moved = endNotices(before, 150, () => 'exit', mainnetParameters);
    for (const each of [before, moved]) {
      expect(slashStake(each, { ...verdict, bps: 10_000 }, mainnetParameters).slash.amount).toBe(all);
    }
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
});

describe('the escrow of a slash', () => {
  const { slash, position: after } = slashStake(
    deviceA,
    { ...verdict, unpaid: [{ holderId: 'owner', amount: inBaseUnits(7n) }] },
    mainnetParameters,
  );
  const end = { appeal: 'none' as const, now: slash.appealUntil, reporter: null, renter: null };
  const reporter = { accountId: 'reporter' };

  it('pays a reporter and a renter a quarter of the worked 16,000 IO each, and burns the rest with the reward', () => {
    const renter = { accountId: 'renter', harm: io(5_000n) };
    expect(executeSlash(slash, { ...end, reporter, renter })).toMatchObject({
      slash: { state: { use: { burn: io(8_000n) + 7n, bounty: io(4_000n), compensation: io(4_000n) } } },
    });
  });

  it.each([
    [39_999n, 999_975_000_000n],
    [40_000n, 1_000_000_000_000n],
    [40_001n, 1_000_000_000_000n],
    [100_000n, 1_000_000_000_000n],
  ])('pays for the report of a slash of %i IO %i base units', (slashed, bounty) => {
    const large = slashStake(position(io(slashed), []), { ...verdict, bps: 10_000 }, mainnetParameters).slash;
    expect(executeSlash(large, { ...end, appeal: 'lost', reporter })).toMatchObject({
      slash: { state: { use: { bounty, burn: io(slashed) - bounty } } },
    });
  });

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
});

describe('the reward of an hour that closes after the slash', () => {
  const { slash, position: after } = slashStake(deviceA, verdict, mainnetParameters);
  const unpaid = [
    { holderId: 'owner', amount: inBaseUnits(7n) },
    { holderId: 's0', amount: inBaseUnits(2n) },
  ];
  const executed = executeSlash(slash, { appeal: 'lost', now: 201, reporter: { accountId: 'r' }, renter: null });

  it('goes into the escrow, outside of what is taken from stake', () => {
    const held = forfeitReward(slash, unpaid);
    expect(held).toEqual({ ...slash, forfeited: unpaid });
    expect(forfeitTransfer(held as Slash, unpaid).entries).toEqual(
      expect.arrayContaining([{ account: 'escrow:slash', amount: 9n }]),
    );
  });

  it('is burned with a slash that was executed before, and raises nobody’s bounty', () => {
    if (executed.kind === 'refused' || executed.slash.state.kind !== 'executed') throw new Error('not executed');
    const { use } = executed.slash.state;
    const held = forfeitReward(executed.slash, unpaid);
    expect(held?.state).toEqual({ kind: 'executed', use: { ...use, burn: use.burn + 9n } });
    expect(forfeitTransfer(held as Slash, unpaid).entries).toEqual(
      expect.arrayContaining([{ account: 'burned', amount: 9n }]),
    );
  });

  it('is paid where the slash was returned', () => {
    const returned = returnSlash(slash, after);
    if (returned.kind === 'refused') throw new Error(returned.reason);
    expect(forfeitReward(returned.slash, unpaid)).toBeNull();
  });
});
