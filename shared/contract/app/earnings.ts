/** Money that came in: estimate, confirmed or paid, with the arithmetic of each amount. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { peerFactors } from '../../domain/rewards/class-hour.ts';
import { gates } from '../../domain/rewards/eligibility.ts';
import { peerPlaces } from '../../domain/rewards/peer-standing.ts';
import { otherGates } from '../../domain/rewards/waterfall.ts';
import { requirementKinds } from '../../domain/tiers/tier-names.ts';

export const moneyStates = ['estimate', 'confirmed', 'paid', 'slashed'] as const;
export type MoneyState = (typeof moneyStates)[number];

export const ledgerEntrySchema = z.object({
  id: z.string(),
  /** Start and end of what the amount is for; equal for an instant. */
  from: z.number(),
  to: z.number(),
  kind: z.enum(['hourly_reward', 'job_pay', 'payout', 'slash', 'grant']),
  state: z.enum(moneyStates),
  /** Base units; negative for a loss and for a payout out of the balance. */
  amount: z.bigint(),
  /** Epoch id for a reward, job id for job pay, offence for a slash. */
  reference: z.string(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export const earnedHourSchema = z.object({
  epoch: z.number().int(),
  from: z.number(),
  to: z.number(),
  state: z.enum(['estimate', 'confirmed', 'paid']),
  rewards: z.bigint(),
  jobs: z.bigint(),
});

/** How the running hour will end if this device goes on as it does, and what could keep it from earning. */
export const hourOutlookSchema = z.object({
  /** The first thing that keeps the hour from earning anything; null: it can earn. */
  closedBy: z.enum([...gates, 'part_hour', 'joined_this_hour']).nullable(),
  /** At the hour's end, at best. */
  minutes: z.number().int(),
  continuousUptimeMinutes: z.number().int(),
  proofsPassed: z.number().int(),
  /** So far. */
  proofsFailed: z.number().int(),
  endsAt: z.number(),
  class: z.string(),
  minutesNeeded: z.number().int(),
  proofsNeeded: z.number().int(),
  verifiedHours: z.number().int(),
  verifiedHoursNeeded: z.number().int(),
  uptimeMinutesNeeded: z.number().int(),
  staked: z.bigint(),
  ownStaked: z.bigint(),
  required: z.bigint(),
  /** What the first tier asks and this device lacks. */
  missing: z.array(z.enum(requirementKinds)),
  /** A slash holds back what the hour earns. */
  isHeldBack: z.boolean(),
});

export const earningsSchema = z.object({
  /** Sums in base units over everything this device earned. */
  totals: z.object({ estimate: z.bigint(), confirmed: z.bigint(), paid: z.bigint() }),
  /** Since local midnight of this PC; estimate and confirmed and paid together. */
  today: z.bigint(),
  /** The last 24 network hours, oldest first. */
  hours: z.array(earnedHourSchema),
  /** Newest first; at most 200. */
  ledger: z.array(ledgerEntrySchema),
  /** null before the first answer. */
  outlook: hourOutlookSchema.nullable(),
  /** When the network last answered; null: never. */
  readAt: z.number().nullable(),
});
export type Earnings = z.infer<typeof earningsSchema>;

/** Each factor of one hourly reward, as the network used it. */
export const rewardReasonSchema = z.object({
  epoch: z.number().int(),
  class: z.string(),
  pool: z.bigint(),
  weight: z.number().int(),
  count: z.number().int(),
  connBps: z.number().int(),
  tierBps: z.number().int(),
  rampBps: z.number().int(),
  eligBps: z.number().int(),
  score: z.bigint(),
  scoreSum: z.bigint(),
  reward: z.bigint(),
  /** What of it is the owner's, and what supporters get under the owner's offer; they sum to it. */
  ownerPart: z.bigint(),
  supportersPart: z.bigint(),
  /** The offer's share for supporters; null: nobody supported the device. */
  shareBps: z.number().int().nullable(),
  proofsPassed: z.number().int(),
  proofsAsked: z.number().int(),
  minutes: z.number().int(),
  /** Why the reward is zero; null when it is not. */
  ineligible: z.string().nullable(),
});
export type RewardReason = z.infer<typeof rewardReasonSchema>;

/** Closed network hours that are told of at most: thirty days. */
export const mostReportedHours = 720;

const steps = {
  /** With every minute and every proof, at the tier, the line and the standing that the device had. */
  gross: z.bigint(),
  /** From here on what was taken off, each 0 or more. */
  minutes: z.bigint(),
  proofs: z.bigint(),
  gates: z.record(z.enum(otherGates), z.bigint()),
  supporters: z.bigint(),
  /** Held back by slashes, less what came back: may be below 0. */
  heldBack: z.bigint(),
  /** Prices of jobs, added; and the supplier's part of their fees, taken off. */
  jobs: z.bigint(),
  fees: z.bigint(),
  sum: z.bigint(),
  /** What the network's ledger says: the same as `sum`, or the two do not agree. */
  paid: z.bigint(),
  /** Out of stake, not out of earnings. */
  stakeTaken: z.bigint(),
};
export const waterfallSchema = z.object(steps);

const standing = z.object({
  hours: z.number().int(),
  /** Base units for one card in these hours: this device's; a quarter, half and three quarters of the class were paid less. */
  own: z.bigint(),
  lower: z.bigint(),
  middle: z.bigint(),
  upper: z.bigint(),
  place: z.enum(peerPlaces),
  /** The largest that sets this device apart; null: it was paid as the middle, or nothing known does. */
  reason: z
    .union([
      z.object({ kind: z.literal('not_counted'), reason: z.string(), hours: z.number().int() }),
      z.object({ kind: z.literal('factor'), factor: z.enum(peerFactors), own: z.number(), typical: z.number() }),
    ])
    .nullable(),
});

/** Where what was earned in the last closed hours went. Sums are exact; figures in the owner's money are for reading. */
export const earningsReportSchema = z.object({
  /** The hours that are told of; null where there is none yet. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  hours: z.number().int(),
  waterfall: waterfallSchema,
  /** Hours by the reason for which they earned nothing, the most first; `not_heard`: the network heard nothing of it. */
  notCounted: z.array(z.object({ reason: z.string(), hours: z.number().int() })),
  /** Day by day, oldest first. */
  days: z.array(earnedHourSchema.omit({ epoch: true })),
  power: z.object({
    /** Measured by the GPUs that took part while they did; null: none of them says what it draws. */
    wattHours: z.number().nullable(),
    /** Share of the time in which the network heard this device that was measured, 0..1. */
    measuredShare: z.number(),
    /** In the owner's own money; null: no price is known for all of it, or nothing was measured. */
    cost: z.number().nullable(),
  }),
  /** In the owner's own money, and only where each part of it is known. */
  net: z.union([
    z.object({ kind: z.literal('claimed'), coinWorth: z.number(), earned: z.number(), left: z.number() }),
    z.object({ kind: z.literal('not_claimed'), why: z.enum(['play', 'not_measured', 'no_price', 'no_worth']) }),
  ]),
  /** Against the same class in the last published hours; null: the network did not say, or no hour of this device is in them. */
  peers: z
    .object({
      class: z.string(),
      /** In the newest hour: devices that were paid, and their owners. */
      devices: z.number().int(),
      owners: z.number().int(),
      /** null: fewer than five were paid in each of the hours. */
      standing: standing.nullable(),
    })
    .nullable(),
});
export type EarningsReport = z.infer<typeof earningsReportSchema>;

/** One closed hour with every step, for a spreadsheet. */
export const reportedHourSchema = z.object({
  epoch: z.number().int(),
  from: z.number(),
  to: z.number(),
  state: z.enum(['confirmed', 'paid']),
  reason: rewardReasonSchema.nullable(),
  ...steps,
  jobIds: z.array(z.string()),
  wattHours: z.number().nullable(),
  powerCost: z.number().nullable(),
});
export type ReportedHour = z.infer<typeof reportedHourSchema>;

const span = z.object({ hours: z.number().int().min(1).max(mostReportedHours) });

export const earningsContract = {
  report: oc.input(span).output(earningsReportSchema).errors({ NOT_JOINED: {} }),
  /** The hours behind a report, the newest first. */
  hours: oc.input(span).output(z.array(reportedHourSchema)).errors({ NOT_JOINED: {} }),
  why: oc
    .input(z.object({ epoch: z.number().int() }))
    .output(rewardReasonSchema)
    .errors({ EPOCH_NOT_FOUND: { data: z.object({ epoch: z.number().int() }) } }),
};
