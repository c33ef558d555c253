/** The part of a parameter record that a release carries, so that a stranger can work out every row of it again. */
import { z } from 'zod';
import { inBaseUnits } from '../../units/money.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import { poolNames, type RewardClass } from '../rewards/classes.ts';
import type { GateParameters } from '../rewards/eligibility.ts';
import { classNamePattern, plainAmount } from './row.ts';

const count = z.number().int().min(0).max(1_000_000);

export const releaseParametersSchema = z.strictObject({
  version: z.number().int().min(1).max(1_000_000),
  calendar: z.enum(['utc', 'even']),
  classes: z
    .array(
      z.strictObject({
        name: z.string().regex(classNamePattern),
        weight: z.number().int().min(0).max(1_000_000_000),
        pool: z.enum(poolNames),
      }),
    )
    .max(1_000),
  enterprise_share_bps: z.number().int().min(0).max(10_000),
  dropped_gates: z.array(z.enum(['verified_hours', 'uptime'])).max(2),
  minutes_needed: z.number().int().min(0).max(60),
  proofs_needed: count,
  verified_hours_needed: count,
  uptime_minutes_needed: count,
  required_stake_unit: plainAmount,
});
export type ReleaseParameters = Readonly<z.infer<typeof releaseParametersSchema>>;

/** What of a record a release carries. */
export const releaseParametersOf = (record: ParameterRecord): ReleaseParameters => ({
  version: record.version,
  calendar: record.calendar,
  classes: record.classes.map(({ name, weightMilli, pool }) => ({ name, weight: weightMilli, pool })),
  enterprise_share_bps: record.enterpriseShareBps,
  dropped_gates: [...record.droppedGates],
  minutes_needed: record.minutesNeeded,
  proofs_needed: record.proofsNeeded,
  verified_hours_needed: record.verifiedHoursNeeded,
  uptime_minutes_needed: record.uptimeMinutesNeeded,
  required_stake_unit: String(record.requiredStakeUnit),
});

/** What the rules of rewards ask of a record, read back. */
export type RewardRules = GateParameters &
  Pick<ParameterRecord, 'requiredStakeUnit'> & { readonly classes: readonly RewardClass[] };

export const rewardRulesOf = (carried: ReleaseParameters): RewardRules => ({
  classes: carried.classes.map(({ name, weight, pool }) => ({ name, weightMilli: weight, pool })),
  droppedGates: carried.dropped_gates,
  minutesNeeded: carried.minutes_needed,
  proofsNeeded: carried.proofs_needed,
  verifiedHoursNeeded: carried.verified_hours_needed,
  uptimeMinutesNeeded: carried.uptime_minutes_needed,
  requiredStakeUnit: inBaseUnits(BigInt(carried.required_stake_unit)),
});
