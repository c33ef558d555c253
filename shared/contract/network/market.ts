/**
 * The market of jobs: an account's owner or staff submit one, and read its state, its log and its bill; the device that
 * has it hands over what it printed. Whose device it is, is told to nobody.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { jobOutcomes, leaseOutcomes } from '../../domain/market/ending.ts';
import { jobKinds, mostMembers } from '../../domain/market/members.ts';
import { tierNames } from '../../domain/tiers/tier-names.ts';
import { jobSpecSchema } from '../job-spec.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, positiveAmountSchema, timeSchema } from './amounts.ts';
import { ownerReturnClasses } from './session.ts';

const count = z.number().int().nonnegative();
const jobId = z.string().min(1).max(64);

export const requirementsSchema = z.object({
  /** Class of network-rules, such as `rtx-4090` or `cpu`; null: any. */
  class: z.string().max(64).nullable().default(null),
  /** Of each card of a device. */
  minVramBytes: z.number().int().positive().nullable().default(null),
  /** Cards of each device that the job is given; which ones, the device says. */
  gpus: z.number().int().min(0).max(16).default(0),
  /** Beside the tier that this kind of job needs anyhow. */
  minTier: z.enum(tierNames).nullable().default(null),
  /** How many devices: 1 for a single job, 2 to 16 for a cluster. */
  count: z.number().int().min(1).max(mostMembers).default(1),
});

export const submissionSchema = z.object({
  /** As `jobSpecSchema` has it. What it refuses is told as SPEC_REFUSED, each field by its reason. */
  spec: z.union([jobSpecSchema, z.unknown()]),
  /** For each device and network hour, in base units, before the fee. */
  hourlyPrice: positiveAmountSchema,
  /** The most network minutes that are paid for; then the job is ended. */
  maxMinutes: z.number().int().min(1).max(43_200),
  /** Network minutes that it waits for a device. */
  patienceMinutes: z.number().int().min(1).max(1_440).default(60),
  kind: z.enum(jobKinds),
  requirements: requirementsSchema,
  whenOwnerReturns: z.enum(ownerReturnClasses).default('freeze'),
  /** The same key again gives the first answer and moves nothing. */
  idempotencyKey: z.uuid(),
});
export type Submission = z.infer<typeof submissionSchema>;

/** `offered`: a device has yet to answer. `accepted`: the other members have. `starting`: it fetches the image. */
export const memberStates = ['offered', 'accepted', 'starting', 'running', 'frozen', 'ended'] as const;
export const rentedStates = ['waiting', 'offered', 'leased', 'running', 'ended'] as const;

export const rentedJobSchema = z.object({
  id: jobId,
  kind: z.enum(jobKinds),
  state: z.enum(rentedStates),
  /** null until it has ended. */
  outcome: z.enum(jobOutcomes).nullable(),
  image: z.string(),
  hourlyPrice: positiveAmountSchema,
  maxMinutes: count,
  submittedAt: timeSchema,
  /** Nobody has it by then: everything is given back. */
  patienceUntil: timeSchema,
  endedAt: timeSchema.nullable(),
  /** One a device that has it, or had it to the end. Sums are so far, for one that has not ended. */
  members: z.array(
    z.object({
      rank: count,
      class: z.string(),
      tier: z.enum(tierNames),
      state: z.enum(memberStates),
      outcome: z.enum(leaseOutcomes).nullable(),
      /** Billed network minutes. */
      minutes: count,
      price: amountSchema,
    }),
  ),
  minutes: count,
  price: amountSchema,
  fee: amountSchema,
  /** Held for the whole job when it was submitted, fees included. */
  held: amountSchema,
  /** What came back of it; 0 until it has ended. */
  refund: amountSchema,
});
export type RentedJob = z.infer<typeof rentedJobSchema>;

/** Sixty bits as fifteen hexadecimal digits; bit n stands for minute n of the hour. */
const minuteMask = z.string().regex(/^[0-9a-f]{15}$/);

export const jobBillSchema = z.object({
  jobId,
  /** What it costs so far, where it is false. */
  isFinal: z.boolean(),
  hourlyPrice: positiveAmountSchema,
  maxMinutes: count,
  members: z.array(
    z.object({
      rank: count,
      class: z.string(),
      /** null: not yet. */
      outcome: z.enum(leaseOutcomes).nullable(),
      endedBy: z.enum(['completion', 'renter', 'supplier']),
      /** Network hours in which it ran: `counted` is what `ran` and `present` have in common. */
      hours: z.array(
        z.object({
          epoch: count,
          startsAt: timeSchema,
          hourMs: count,
          ran: minuteMask,
          present: minuteMask,
          counted: minuteMask,
        }),
      ),
      /** Bits of all `counted`. */
      countedMinutes: count,
      /** `countedMinutes`, at most `maxMinutes`. */
      minutes: count,
      /** `hourlyPrice` × `minutes` ÷ 60, floored; 0 where the supplier ended it within 60 minutes. */
      price: amountSchema,
      /** A quarter of a percent of the price, floored. */
      renterFee: amountSchema,
      supplierFee: amountSchema,
      supplier: amountSchema,
      /** Where both fees go. */
      burn: amountSchema,
      validators: amountSchema,
      treasury: amountSchema,
      community: amountSchema,
      held: amountSchema,
      /** `held` − `price` − `renterFee`. */
      refund: amountSchema,
    }),
  ),
  /** Held for members that no device ever had, and given back. */
  unused: amountSchema,
  total: z.object({ held: amountSchema, price: amountSchema, renterFee: amountSchema, refund: amountSchema }),
});
export type JobBill = z.infer<typeof jobBillSchema>;

export const mostLogLines = 500;
/** Of one hand-over, in characters. */
export const mostLogCharacters = 65_536;

const logLineSchema = z.object({
  at: timeSchema,
  stream: z.enum(['stdout', 'stderr']),
  text: z.string().max(8_192),
});
export type RentedLogLine = z.infer<typeof logLineSchema>;

export const logPageSchema = z.object({
  /** Oldest first. */
  lines: z.array(
    logLineSchema.extend({
      seq: count,
      /** Lines before it never came: its device could not keep them all. */
      isAfterGap: z.boolean(),
    }),
  ),
  /** What to ask for next. */
  cursor: count,
  /** Lines that were asked for and are not kept any more. */
  dropped: count,
  /** No more will come. */
  isComplete: z.boolean(),
});
export type LogPage = z.infer<typeof logPageSchema>;

/** Another account's job, and one that there is not, look the same. */
const member = oc.errors({ ...accountErrors, JOB_NOT_FOUND: { status: 404 } });
const byId = z.object({ jobId });

export const marketContract = {
  submit: oc
    .route({ method: 'POST', path: '/jobs', tags: ['jobs'], summary: 'Submit a job and hold what it may cost' })
    .input(submissionSchema)
    .output(rentedJobSchema)
    .errors({
      ...accountErrors,
      SPEC_REFUSED: { status: 422, data: z.object({ reasons: z.array(z.string()) }) },
      CLASS_UNKNOWN: { status: 422 },
      /** The network does not vouch for it and pins no signer, so that no device here would run it. */
      IMAGE_UNSIGNED: { status: 422 },
      /** Nothing would be left for the supplier. */
      PRICE_TOO_LOW: { status: 422 },
      NOT_ENOUGH_COINS: { status: 409, data: z.object({ needed: amountSchema, available: amountSchema }) },
      JOB_ID_TAKEN: { status: 409 },
      /** A hundred of this account have not ended. */
      TOO_MANY_JOBS: { status: 429 },
    }),
  status: member
    .route({ method: 'GET', path: '/jobs/{jobId}', tags: ['jobs'], summary: 'How a job of this account stands' })
    .input(byId)
    .output(rentedJobSchema),
  bill: member
    .route({ method: 'GET', path: '/jobs/{jobId}/bill', tags: ['jobs'], summary: 'Each line of what it costs' })
    .input(byId)
    .output(jobBillSchema),
  logs: member
    .route({ method: 'GET', path: '/jobs/{jobId}/logs', tags: ['jobs'], summary: 'What a job printed' })
    .input(
      byId.extend({
        rank: z.coerce.number().int().min(0).max(mostMembers).default(0),
        cursor: z.coerce.number().int().nonnegative().default(0),
      }),
    )
    .output(logPageSchema),
  /** Once more it changes nothing. */
  cancel: member
    .route({ method: 'POST', path: '/jobs/{jobId}/cancel', tags: ['jobs'], summary: 'End a job now' })
    .input(byId)
    .output(rentedJobSchema),
  /**
   * A device hands over what its job printed. The first call of each start of the app brings no line and learns where it
   * stands; what was handed over before is taken once.
   */
  handOverLogs: oc
    .route({ method: 'POST', path: '/jobs/{jobId}/logs', tags: ['jobs'], summary: 'Hand over what a job printed' })
    .input(
      z.object({
        /** As in its offer. */
        jobId,
        /** Number of the first line. */
        seq: count,
        lines: z
          .array(logLineSchema)
          .max(mostLogLines)
          .refine((lines) => lines.reduce((sum, { text }) => sum + text.length, 0) <= mostLogCharacters),
        /** The device's own mark of the last line. */
        mark: z.string().max(64).nullable(),
        /** It could not keep some before the first line. */
        isAfterGap: z.boolean(),
        /** The job has ended, and there is no more. */
        isLast: z.boolean(),
      }),
    )
    .output(z.object({ next: count, mark: z.string().nullable() }))
    .errors({ LEASE_NOT_HELD: { status: 404 } }),
};
