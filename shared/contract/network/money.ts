/** Earnings, tier and stake of the asking device, as the network's ledger has them. A device reads; it moves nothing. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { gates } from '../../domain/rewards/eligibility.ts';
import { tierNames } from '../../domain/tiers/tier-names.ts';
import { requirementKinds } from '../app/tier.ts';
import { offences } from '../offences.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, timeSchema } from './amounts.ts';

const rewardReason = z.object({
  epoch: z.number().int(),
  class: z.string(),
  pool: amountSchema,
  weight: z.number().int(),
  count: z.number().int(),
  connBps: z.number().int(),
  tierBps: z.number().int(),
  rampBps: z.number().int(),
  eligBps: z.number().int(),
  score: amountSchema,
  scoreSum: amountSchema,
  reward: amountSchema,
  /** How the reward was divided; the two parts sum to it. */
  ownerPart: amountSchema,
  supportersPart: amountSchema,
  /** The offer's share for supporters; null: nobody supported the device. */
  shareBps: z.number().int().nullable(),
  proofsPassed: z.number().int(),
  proofsAsked: z.number().int(),
  minutes: z.number().int(),
  ineligible: z.string().nullable(),
});

const count = z.number().int().nonnegative();

/** How the running hour will end for a device that goes on as it does, and everything that could keep it from earning. */
const hourOutlook = z.object({
  /** The first thing that keeps it from earning anything; null: it can earn. */
  closedBy: z.enum([...gates, 'part_hour', 'joined_this_hour']).nullable(),
  /** At the hour's end, at best. */
  minutes: count,
  continuousUptimeMinutes: count,
  proofsPassed: count,
  /** So far. */
  proofsFailed: count,
  class: z.string(),
  minutesNeeded: count,
  proofsNeeded: count,
  verifiedHours: count,
  verifiedHoursNeeded: count,
  uptimeMinutesNeeded: count,
  staked: amountSchema,
  ownStaked: amountSchema,
  required: amountSchema,
  /** What the first tier asks and the device lacks. */
  missing: z.array(z.enum(requirementKinds)),
  /** A slash holds back what the hour earns. */
  isHeldBack: z.boolean(),
});

export const statementSchema = z.object({
  /** Earned by the owner and not confirmed, not paid out, paid out, and staked again. */
  totals: z.object({
    estimate: amountSchema,
    confirmed: amountSchema,
    paid: amountSchema,
    compounded: amountSchema,
  }),
  /** Newest first; at most 200. */
  ledger: z.array(
    z.object({
      id: z.string(),
      from: timeSchema,
      to: timeSchema,
      kind: z.enum(['hourly_reward', 'job_pay', 'payout', 'slash', 'grant']),
      state: z.enum(['estimate', 'confirmed', 'paid', 'slashed']),
      amount: amountSchema,
      reference: z.string(),
    }),
  ),
  /** The last 24 network hours, oldest first. */
  hours: z.array(
    z.object({
      epoch: z.number().int(),
      from: timeSchema,
      to: timeSchema,
      state: z.enum(['estimate', 'confirmed', 'paid']),
      rewards: amountSchema,
      jobs: amountSchema,
    }),
  ),
  /** This hour so far: the minutes (60ths) in which a heartbeat arrived. */
  currentHour: z.object({
    epoch: z.number().int(),
    startsAt: timeSchema,
    endsAt: timeSchema,
    countedMinutes: z.array(z.number().int().min(0).max(59)),
    proofsPassed: z.number().int(),
    proofsAsked: z.number().int(),
    outlook: hourOutlook,
  }),
});

/** Closed hours that one page of them has at most. */
export const mostEarnedHours = 200;

/** One closed hour of the device, down to each amount, as the ledger has it. All of it the owner's, but for the line. */
const earnedHour = z.object({
  epoch: z.number().int(),
  from: timeSchema,
  to: timeSchema,
  state: z.enum(['confirmed', 'paid']),
  /** null: the network heard nothing of the device in it. */
  line: rewardReason.nullable(),
  jobs: z.array(
    z.object({
      jobId: z.string(),
      /** What the renter agreed to for the minutes that were billed, and what the supplier's side of the fee was. */
      price: amountSchema,
      fee: amountSchema,
    }),
  ),
  /** Of earnings, what slashes took in this hour, less what came back in it. */
  heldBack: amountSchema,
  /** Of stake on the device, the same. */
  stakeTaken: amountSchema,
  /** Sum of everything that came into the earnings on this device, and left them for a slash. */
  paid: amountSchema,
});

export const tierStandingSchema = z.object({
  tier: z.enum(tierNames),
  ladder: z.array(
    z.object({
      tier: z.enum(tierNames),
      factorBps: z.number().int(),
      opens: z.array(z.string()),
      isReached: z.boolean(),
      requirements: z.array(
        z.object({ kind: z.enum(requirementKinds), has: amountSchema, needs: amountSchema, isMet: z.boolean() }),
      ),
    }),
  ),
});

export const stakeStandingSchema = z.object({
  wallet: amountSchema,
  /** By the owner and supporters together. */
  staked: amountSchema,
  /** By the owner. */
  ownStaked: amountSchema,
  required: amountSchema,
  capacity: amountSchema,
  cooldownMs: z.number().int(),
  /** The owner's own. */
  cooling: z.array(z.object({ id: z.string(), amount: amountSchema, askedAt: timeSchema, freeAt: timeSchema })),
  slashes: z.array(
    z.object({
      id: z.string(),
      offence: z.enum(offences),
      amount: amountSchema,
      at: timeSchema,
      appealUntil: timeSchema,
      state: z.enum(['escrow', 'returned', 'executed']),
    }),
  ),
  risks: z.array(z.object({ offence: z.enum(offences), bps: z.number().int(), loss: amountSchema })),
});

export const earningsContract = {
  statement: oc
    .route({ method: 'GET', path: '/earnings', tags: ['earnings'], summary: 'Statement of this device' })
    .output(statementSchema),
  hours: oc
    .route({
      method: 'GET',
      path: '/earnings/hours',
      tags: ['earnings'],
      summary: 'Closed hours of this device with every amount, the newest first, page by page',
    })
    .input(
      z.object({
        /** `epoch` of the last hour of the page before. */
        before: z.coerce.number().int().nonnegative().optional(),
        limit: z.coerce.number().int().min(1).max(mostEarnedHours).default(mostEarnedHours),
      }),
    )
    .output(z.object({ hours: z.array(earnedHour) })),
  why: oc
    .route({
      method: 'GET',
      path: '/earnings/{epoch}',
      tags: ['earnings'],
      summary: 'Each factor of one hourly reward',
    })
    .input(z.object({ epoch: z.coerce.number().int() }))
    .output(rewardReason)
    .errors({ EPOCH_NOT_FOUND: { status: 404, data: z.object({ epoch: z.number().int() }) } }),
};

export const tierContract = {
  standing: oc
    .route({ method: 'GET', path: '/tier', tags: ['tier'], summary: 'Tier of this device and what is missing' })
    .output(tierStandingSchema),
};

export const stakeContract = {
  standing: oc
    .route({ method: 'GET', path: '/stake', tags: ['stake'], summary: 'Stake of this device' })
    .output(stakeStandingSchema),
  /** For the account that asks and a device that it owns or supports. Every day at 00:00 UTC, as far as there is room. */
  compounding: oc
    .errors(accountErrors)
    .route({ method: 'POST', path: '/stake/compounding', tags: ['stake'], summary: 'Stake earnings again every day' })
    .input(z.object({ deviceId: z.string().max(64), isOn: z.boolean() }))
    .output(z.object({ isOn: z.boolean(), nextAt: timeSchema.nullable() }))
    .errors({ NOT_A_HOLDER: { status: 404 } }),
};
