/** Parameter changes of every kind for the invariants about them: allowed values beside ones that are out of bounds. */
import fc from 'fast-check';
import type { ParameterChange } from '../../shared/domain/parameters/change.ts';
import { mainnetParameters, pausableActions } from '../../shared/domain/parameters/record.ts';

export const { hourMs } = mainnetParameters;
/** An hour to count from. */
export const originMs = 500_000 * hourMs;

const anyValueOf: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  cooldownHours: fc.integer({ min: 300, max: 700 }),
  appealHours: fc.integer({ min: 700, max: 1_500 }),
  enterpriseShareBps: fc.integer({ min: 4_900, max: 10_000 }),
  minutesNeeded: fc.integer({ min: 25, max: 65 }),
  payoutEveryHours: fc.integer({ min: 0, max: 800 }),
  requiredStakeUnit: fc.bigInt(0n, 3_000n).map((io) => (io * 100_000_000n).toString()),
  jobFees: fc.record({
    reservationBps: fc.integer({ min: 0, max: 400 }),
    dollarBps: fc.integer({ min: 0, max: 400 }),
  }),
  classes: fc.record({
    name: fc.constantFrom('h100', 'rtx-5090', 'cpu'),
    weightMilli: fc.integer({ min: 0, max: 30_000 }),
    pool: fc.constantFrom('enterprise', 'community'),
  }),
  slashRates: fc.record({
    offence: fc.constantFrom('O1', 'O5', 'O8'),
    bps: fc.integer({ min: 0, max: 5_000 }),
    repeatBps: fc.integer({ min: 2_000, max: 10_000 }),
  }),
  shadowEvery: fc.integer({ min: 0, max: 20 }),
  pausedActions: fc.subarray([...pausableActions]),
  emissionCap: fc.constant('1'),
};

/** Hours from the origin, in milliseconds; now and then beside the hour. */
const nearHour = (least: number, most: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1))
    .map(([hours, beside]) => originMs + hours * hourMs + beside);

const anyId = fc.nat(999_999).map((number) => `c${number}`);
const sometimesNone = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.oneof(fc.constant(null), arbitrary);

/** Any change that somebody may try to have added; many of them must be refused. */
export const anyChange: fc.Arbitrary<ParameterChange> = fc.oneof(
  ...Object.entries(anyValueOf).map(([key, value]) =>
    fc.record({
      id: anyId,
      key: fc.constant(key),
      value,
      class: fc.constantFrom('user_affecting' as const, 'technical' as const, 'emergency' as const),
      announcedAt: fc.constantFrom(-2 * hourMs, -hourMs, -1, 0, 0, 1).map((past) => originMs + past),
      effectiveAt: fc.oneof(nearHour(-3, 3), nearHour(715, 725)),
      expiresAt: sometimesNone(nearHour(-3, 80)),
      issue: fc.constantFrom('i1', 'i1', 'i1', ''),
      vote: fc.constant(null),
    }),
  ),
);

/** A change that is added at its own announcement, with an end for an emergency; only its value may be out of bounds. */
export const wellTimedChange: fc.Arbitrary<ParameterChange> = fc.oneof(
  ...Object.entries(anyValueOf).map(([key, value]) =>
    fc
      .record({ id: anyId, value, announced: fc.integer({ min: 0, max: 400 }), lasts: fc.integer({ min: 1, max: 72 }) })
      .map(({ id, value: asked, announced, lasts }): ParameterChange => {
        const announcedAt = originMs + announced * hourMs;
        const isPause = key === 'pausedActions';
        return {
          id,
          key,
          value: asked,
          class: isPause ? 'emergency' : 'user_affecting',
          announcedAt,
          effectiveAt: isPause ? announcedAt : announcedAt + (720 + lasts) * hourMs,
          expiresAt: isPause ? announcedAt + lasts * hourMs : null,
          issue: 'i1',
          vote: null,
        };
      }),
  ),
);
