/** Money that came in: estimate, confirmed or paid, with the arithmetic of each amount. */
import { oc } from '@orpc/contract';
import { z } from 'zod';

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

export const earningsSchema = z.object({
  /** Sums in base units over everything this device earned. */
  totals: z.object({ estimate: z.bigint(), confirmed: z.bigint(), paid: z.bigint() }),
  /** Since local midnight of this PC; estimate and confirmed and paid together. */
  today: z.bigint(),
  /** The last 24 network hours, oldest first. */
  hours: z.array(earnedHourSchema),
  /** Newest first; at most 200. */
  ledger: z.array(ledgerEntrySchema),
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

export const earningsContract = {
  why: oc
    .input(z.object({ epoch: z.number().int() }))
    .output(rewardReasonSchema)
    .errors({ EPOCH_NOT_FOUND: { data: z.object({ epoch: z.number().int() }) } }),
};
