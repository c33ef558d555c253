/**
 * What the properties draw from: facts of hours and tiers, positions of stake, amounts, offers and verdicts. Small amounts
 * are drawn as often as large ones, since rounding shows in small ones. It asserts nothing.
 */
import fc from 'fast-check';
import { localnetParameters, mainnetParameters } from '../../shared/domain/parameters/record.ts';
import type { HourDevice } from '../../shared/domain/rewards/distribute.ts';
import type { HourFacts } from '../../shared/domain/rewards/eligibility.ts';
import type { CoolingEntry, StakePosition } from '../../shared/domain/staking/position.ts';
import type { ConnectivityTier } from '../../shared/domain/tiers/connectivity.ts';
import { tierNames } from '../../shared/domain/tiers/tier-names.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';

/** Cases of each property; a violation prints the seed that finds it again. */
export const runs = { numRuns: 10_000 };

export const units = (amount: bigint | number): BaseUnits => inBaseUnits(BigInt(amount));

export const sumOf = (held: readonly { readonly amount: bigint }[]): bigint =>
  held.reduce((total, { amount }) => total + amount, 0n);

const few = fc.nat(300).map(units);
/** Base units, 0 up to more than is ever minted. */
export const anyAmount: fc.Arbitrary<BaseUnits> = fc.oneof(
  few,
  fc.maxSafeNat().map((amount) => units(amount)),
  fc.bigInt(0n, 10n ** 17n).map(units),
);

export const anyBps = fc.integer({ min: 0, max: 10_000 });
/** An offer's share for supporters. */
export const anyShareBps = fc.integer({ min: 0, max: 8_000 });
export const anyLink = fc.constantFrom<ConnectivityTier[]>(0, 1, 2, 3, 4);

export const anyParameters = fc.constantFrom(
  mainnetParameters,
  localnetParameters({ hourMs: 60_000 }),
  localnetParameters({ hourMs: 3_600_000 }),
);

/** Two pools, every order of weight, and one class that no record lists. */
export const anyClassName = fc.constantFrom('h100', 'b200', 'rtx-4090', 'rtx-3060', 'l4', 'unlisted');

/** An hour about as often too little as enough for each gate. */
export const anyHourFacts: fc.Arbitrary<HourFacts> = fc
  .record({
    count: fc.integer({ min: 1, max: 64 }),
    connectivityTier: anyLink,
    tier: fc.constantFrom(...tierNames),
    verifiedHours: fc.oneof(fc.integer({ min: 10, max: 14 }), fc.nat(400)),
    continuousUptimeMinutes: fc.constantFrom(0, 299, 300, 10_000),
    minutes: fc.integer({ min: 40, max: 60 }),
    proofsAsked: fc.integer({ min: 0, max: 4 }),
    proofsMissed: fc.nat(4),
    isExempt: fc.boolean(),
    stakedPercent: fc.integer({ min: 95, max: 130 }),
    ownerPercent: fc.integer({ min: 45, max: 130 }),
  })
  .map(({ proofsMissed, stakedPercent, ownerPercent, ...seen }) => ({
    ...seen,
    proofsPassed: Math.max(0, seen.proofsAsked - proofsMissed),
    staked: units(stakedPercent),
    ownerStaked: units(Math.min(stakedPercent, ownerPercent)),
    required: units(100),
  }));

const eligible: Partial<HourFacts> = {
  tier: 'gold',
  connectivityTier: 3,
  verifiedHours: 180,
  continuousUptimeMinutes: 300,
  staked: units(100),
  ownerStaked: units(100),
};

/** Devices of one hour with distinct ids, of which half miss no gate but perhaps minutes and proofs. */
export const anyHourDevices: fc.Arbitrary<HourDevice[]> = fc
  .array(fc.tuple(anyClassName, anyHourFacts, fc.boolean()), { maxLength: 8 })
  .map((drawn) =>
    drawn.map(([className, facts, isFit], index) => ({
      // Not in the order in which they are listed.
      deviceId: `device-${(index * 5) % 8}`,
      className,
      facts: isFit ? { ...facts, ...eligible } : facts,
    })),
  );

/** The moment of the offence in every verdict drawn here; cooling began before, at, or after it. */
export const offenceAt = 100;

const anyCooling: fc.Arbitrary<CoolingEntry[]> = fc
  .array(
    fc.record({
      holderId: fc.constantFrom('owner', 's0', 's1', 'gone'),
      amount: fc.integer({ min: 1, max: 1_000 }).map(units),
      askedAt: fc.integer({ min: offenceAt - 3, max: offenceAt + 3 }),
      freeAt: fc.constant(10_000),
    }),
    { maxLength: 6 },
  )
  .map((entries) => entries.map((entry, index) => ({ id: `e${(index * 5) % 6}`, ...entry })));

/** Half stay; the notices of the others end about the offence, or well after it. */
const anyNotice = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.integer({ min: offenceAt - 2, max: offenceAt + 2 }) },
  { weight: 1, arbitrary: fc.constant(500) },
);

/** A device's stake with 0 to 16 supporters, some of them leaving, and coins that are cooling, of former holders too. */
export const anyPosition: fc.Arbitrary<StakePosition> = fc
  .record({
    owner: fc.oneof(few, fc.nat(10 ** 9).map(units)),
    supporters: fc.array(fc.tuple(fc.oneof(few, fc.nat(10 ** 9).map(units)), anyNotice), { maxLength: 16 }),
    cooling: anyCooling,
  })
  .map(({ owner, supporters, cooling }) => ({
    deviceId: 'device',
    ownerId: 'owner',
    owner,
    supporters: supporters.map(([amount, leavesAt], index) => ({ holderId: `s${index}`, amount, leavesAt })),
    cooling,
  }));

/** Places by which up to 25 things are put in another order. */
export const anyOrder: fc.Arbitrary<number[]> = fc.array(fc.nat(999), { minLength: 25, maxLength: 25 });

export const reordered = <Item>(items: readonly Item[], order: readonly number[]): Item[] =>
  items
    .map((item, index) => ({ item, place: order[index] ?? 0 }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
