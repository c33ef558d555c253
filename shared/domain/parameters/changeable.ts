/**
 * What may change in a parameter record: each key with the values that it can take, whom a change of it concerns, and
 * how large a majority it takes. What is not in here never changes: the cap of the emission, the length of an hour, the
 * calendar, and what makes a network a play network.
 * Source: the network's rule set, sections (g) and (i); bounds that it does not give are this network's own choice.
 */
import { z } from 'zod';
import { positiveAmountSchema } from '../../contract/network/amounts.ts';
import { imageSignersSchema } from '../../contract/network/image-signers.ts';
import { offences } from '../../contract/offences.ts';
import { baseUnitsPerIo, inBaseUnits } from '../../units/money.ts';
import { wholeBps } from '../amounts/bps.ts';
import { mostFeePerSideBps } from '../ledger/job-fees.ts';
import { poolNames, type RewardClass } from '../rewards/classes.ts';
import { type ParameterRecord, pausableActions } from './record.ts';
import { type ValueField, valueFieldsOf } from './value-fields.ts';

/** Whom a change concerns: people's money and duties, only how the network works inside, or everyone in an emergency. */
export type ChangeClass = 'user_affecting' | 'technical' | 'emergency';

export interface ChangeableKey {
  /** A technical key may also be changed with a user's notice; the other two are changed as what they are. */
  readonly concerns: ChangeClass;
  /** What decides money's making, its way out and its loss takes two thirds. */
  readonly majority: 'simple' | 'two_thirds';
  /** What a form asks for; null for a value that is more than a few plain parts. */
  readonly fields: readonly ValueField[] | null;
  /** @param value  plain JSON; amounts as decimal text of base units */
  readonly allows: (value: unknown) => boolean;
  /** @throws when the value is not allowed */
  readonly apply: (record: ParameterRecord, value: unknown) => ParameterRecord;
}

const key = <Value>(
  schema: z.ZodType<Value>,
  apply: (record: ParameterRecord, value: Value) => ParameterRecord,
  { concerns = 'user_affecting', majority = 'simple' }: Partial<Pick<ChangeableKey, 'concerns' | 'majority'>> = {},
): ChangeableKey => ({
  concerns,
  majority,
  fields: valueFieldsOf(schema),
  allows: (value) => schema.safeParse(value).success,
  apply: (record, value) => apply(record, schema.parse(value)),
});

const twoThirds = { majority: 'two_thirds' } as const;
const technical = { concerns: 'technical' } as const;

const whole = (least: number, most: number) => z.number().int().min(least).max(most);
const bps = whole(0, wholeBps);
const amount = (leastIo: bigint, mostIo: bigint) =>
  positiveAmountSchema.transform(BigInt).pipe(
    z
      .bigint()
      .min(leastIo * baseUnitsPerIo)
      .max(mostIo * baseUnitsPerIo),
  );
/** At less a token's fee would be lost to rounding. */
const leastTokenPrice = 1_000n;
const verifierName = z.enum(['reference', 'webassembly']);

/** In place where the class is listed, else at the end. */
const withClass = (classes: readonly RewardClass[], changed: RewardClass): RewardClass[] =>
  classes.some(({ name }) => name === changed.name)
    ? classes.map((listed) => (listed.name === changed.name ? changed : listed))
    : [...classes, changed];

const keys: Readonly<Record<string, ChangeableKey>> = {
  /** Adds one class or changes it; weight 0 ends its rewards. */
  classes: key(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
      weightMilli: whole(0, 100_000),
      pool: z.enum(poolNames),
    }),
    (record, changed) => ({ ...record, classes: withClass(record.classes, changed) }),
    twoThirds,
  ),
  enterpriseShareBps: key(
    whole(5_000, 9_900),
    (record, enterpriseShareBps) => ({ ...record, enterpriseShareBps }),
    twoThirds,
  ),
  /** Both parts at once, so that their sum keeps within its bound whatever the order of changes. */
  jobFees: key(
    z
      .strictObject({ reservationBps: bps, dollarBps: bps })
      .refine(({ reservationBps, dollarBps }) => reservationBps + dollarBps <= mostFeePerSideBps),
    (record, jobFees) => ({ ...record, jobFees }),
  ),
  inferenceTokenPrice: key(
    positiveAmountSchema.transform(BigInt).pipe(z.bigint().min(leastTokenPrice).max(baseUnitsPerIo)),
    (record, price) => ({ ...record, inferenceTokenPrice: inBaseUnits(price) }),
  ),
  inferenceSampleBps: key(bps, (record, inferenceSampleBps) => ({ ...record, inferenceSampleBps })),
  requiredStakeUnit: key(amount(20n, 2_000n), (record, unit) => ({ ...record, requiredStakeUnit: inBaseUnits(unit) })),
  /** Platinum asks for three times the required stake, so there is always room for that. */
  capacityTimesRequired: key(whole(3, 8), (record, capacityTimesRequired) => ({ ...record, capacityTimesRequired })),
  cooldownHours: key(whole(336, 672), (record, cooldownHours) => ({ ...record, cooldownHours }), twoThirds),
  supporterNoticeHours: key(
    whole(24, 336),
    (record, supporterNoticeHours) => ({ ...record, supporterNoticeHours }),
    twoThirds,
  ),
  maxSupportersPerDevice: key(whole(1, 64), (record, maxSupportersPerDevice) => ({
    ...record,
    maxSupportersPerDevice,
  })),
  maxDevicesPerSupporter: key(whole(1, 16), (record, maxDevicesPerSupporter) => ({
    ...record,
    maxDevicesPerSupporter,
  })),
  appealHours: key(whole(720, 1_440), (record, appealHours) => ({ ...record, appealHours }), twoThirds),
  /** The rate of one offence. */
  slashRates: key(
    z.strictObject({ offence: z.enum(offences), bps, repeatBps: bps }).refine((rate) => rate.repeatBps >= rate.bps),
    (record, { offence, ...rate }) => ({ ...record, slashRates: { ...record.slashRates, [offence]: rate } }),
    twoThirds,
  ),
  uptimeMinutesNeeded: key(whole(0, 1_440), (record, uptimeMinutesNeeded) => ({ ...record, uptimeMinutesNeeded })),
  verifiedHoursNeeded: key(whole(0, 168), (record, verifiedHoursNeeded) => ({ ...record, verifiedHoursNeeded })),
  minutesNeeded: key(whole(30, 60), (record, minutesNeeded) => ({ ...record, minutesNeeded })),
  /** Proofs of an hour, and how many must pass; both at once, since the second is never above the first. */
  proofs: key(
    z.strictObject({ perHour: whole(1, 12), needed: whole(1, 12) }).refine(({ perHour, needed }) => needed <= perHour),
    (record, { perHour, needed }) => ({ ...record, proofsPerHour: perHour, proofsNeeded: needed }),
  ),
  payoutEveryHours: key(whole(1, 720), (record, payoutEveryHours) => ({ ...record, payoutEveryHours })),
  /** Whole list; one of them at least stays for good. */
  proofAlgorithms: key(
    z
      .array(z.strictObject({ name: z.string().min(1).max(64), acceptedUntil: whole(0, 8.64e15).nullable() }))
      .max(8)
      .refine((algorithms) => algorithms.some(({ acceptedUntil }) => acceptedUntil === null)),
    (record, proofAlgorithms) => ({ ...record, proofAlgorithms }),
  ),
  imageSigners: key(imageSignersSchema, (record, imageSigners) => ({ ...record, imageSigners })),
  verifier: key(verifierName, (record, verifier) => ({ ...record, verifier }), technical),
  shadowVerifier: key(verifierName.nullable(), (record, shadowVerifier) => ({ ...record, shadowVerifier }), technical),
  shadowEvery: key(whole(1, 1_000), (record, shadowEvery) => ({ ...record, shadowEvery }), technical),
  /** On top of what is paused already; each pause ends with its own record. */
  pausedActions: key(
    z.array(z.enum(pausableActions)).min(1),
    (record, paused) => ({
      ...record,
      pausedActions: pausableActions.filter(
        (action) => paused.includes(action) || record.pausedActions.includes(action),
      ),
    }),
    { concerns: 'emergency' },
  ),
};

/** Names of all that may change. */
export const changeableKeys: readonly string[] = Object.keys(keys);

/** @returns null for a name that is not in here: that never changes */
export const changeableKey = (name: string): ChangeableKey | null =>
  Object.hasOwn(keys, name) ? (keys[name] ?? null) : null;
