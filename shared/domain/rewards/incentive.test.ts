import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { coinsFor, incentiveHour } from './incentive.ts';

const io = (whole: bigint) => inBaseUnits(whole * 100_000_000n);
const usd = (whole: bigint) => whole * 1_000_000n;
const two = [
  { deviceId: 'b', usdMicros: usd(6n) },
  { deviceId: 'a', usdMicros: usd(3n) },
];
/** At 0.30 USD the two are owed 20 and 10 IO. */
const hour = {
  targets: two,
  priceUsdMicros: 300_000n,
  minted: io(50n),
  rewardVault: io(100n),
  feeVault: io(40n),
  burnBps: 5_000,
};

describe('coins for dollars', () => {
  it('round up to the next unit', () => {
    expect(coinsFor(usd(3n), 300_000n)).toBe(io(10n));
    expect(coinsFor(usd(1n), 300_000n)).toBe(333_333_334n);
    expect(coinsFor(0n, 300_000n)).toBe(0n);
    expect(() => coinsFor(usd(1n), 0n)).toThrow(RangeError);
  });
});

describe('an hour that owes dollars', () => {
  it('pays what is owed out of the reward vault and burns half of what it minted beyond it', () => {
    expect(incentiveHour(hour)).toEqual({
      payouts: [
        { deviceId: 'a', amount: io(10n) },
        { deviceId: 'b', amount: io(20n) },
      ],
      need: io(30n),
      fromRewardVault: io(30n),
      fromFeeVault: 0n,
      surplus: io(20n),
      burned: io(10n),
    });
  });

  it('takes what the reward vault lacks from the fee vault', () => {
    expect(incentiveHour({ ...hour, minted: io(10n), rewardVault: io(12n) })).toMatchObject({
      fromRewardVault: io(12n),
      fromFeeVault: io(18n),
      surplus: 0n,
      burned: 0n,
    });
  });

  it('pays everyone the same share when both vaults are short, and keeps the dust', () => {
    const short = incentiveHour({
      ...hour,
      minted: inBaseUnits(0n),
      rewardVault: inBaseUnits(60n),
      feeVault: inBaseUnits(40n),
    });
    expect(short).toMatchObject({
      payouts: [
        { deviceId: 'a', amount: 33n },
        { deviceId: 'b', amount: 66n },
      ],
      fromRewardVault: 60n,
      fromFeeVault: 39n,
      surplus: 0n,
    });
  });

  it('burns at least half, all if the network says so, and rounds up', () => {
    expect(incentiveHour({ ...hour, burnBps: 10_000 }).burned).toBe(io(20n));
    const odd = { ...hour, targets: [], minted: inBaseUnits(3n) };
    expect(incentiveHour(odd).burned).toBe(2n);
    expect(() => incentiveHour({ ...hour, burnBps: 4_999 })).toThrow(RangeError);
    expect(() => incentiveHour({ ...hour, burnBps: 10_001 })).toThrow(RangeError);
    expect(() => incentiveHour({ ...hour, rewardVault: io(49n) })).toThrow(RangeError);
  });

  it('never takes more from a vault than it holds, pays all or the same share, and burns half of the surplus', () => {
    const anyAmount = fc.bigInt(0n, 10n ** 13n).map(inBaseUnits);
    const anyHour = fc
      .record({
        targets: fc.uniqueArray(
          fc.record({ deviceId: fc.nat(50).map((number) => `d${number}`), usdMicros: fc.bigInt(0n, 10n ** 10n) }),
          { selector: ({ deviceId }) => deviceId, maxLength: 8 },
        ),
        priceUsdMicros: fc.bigInt(1n, 10n ** 7n),
        minted: anyAmount,
        before: anyAmount,
        feeVault: anyAmount,
        burnBps: fc.integer({ min: 5_000, max: 10_000 }),
      })
      .map(({ before, ...rest }) => ({ ...rest, rewardVault: inBaseUnits(before + rest.minted) }));
    fc.assert(
      fc.property(anyHour, (any) => {
        const closed = incentiveHour(any);
        const paid = closed.payouts.reduce((sum, { amount }) => sum + amount, 0n);
        expect(closed.fromRewardVault + closed.fromFeeVault).toBe(paid);
        expect(closed.fromRewardVault + closed.burned <= any.rewardVault).toBe(true);
        expect(closed.fromFeeVault <= any.feeVault && closed.fromFeeVault >= 0n).toBe(true);
        if (closed.fromFeeVault > 0n) expect(closed.fromRewardVault).toBe(any.rewardVault);
        const owed = new Map(any.targets.map((each) => [each.deviceId, coinsFor(each.usdMicros, any.priceUsdMicros)]));
        const isShort = closed.need > any.rewardVault + any.feeVault;
        for (const { deviceId, amount } of closed.payouts)
          expect(isShort ? amount <= (owed.get(deviceId) ?? 0n) : amount === owed.get(deviceId)).toBe(true);
        if (isShort) expect(any.rewardVault + any.feeVault - paid < BigInt(any.targets.length)).toBe(true);
        expect(closed.burned * 2n >= closed.surplus && closed.burned <= closed.surplus).toBe(true);
        expect(incentiveHour({ ...any, targets: any.targets.toReversed() })).toEqual(closed);
      }),
      { numRuns: 10_000 },
    );
  });
});
