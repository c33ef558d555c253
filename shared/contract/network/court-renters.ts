/** What a renter may bring before the court about the devices of a job: that one is away, over-used, or touched what was the job's. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { breachClaims } from '../../domain/slashing/claims.ts';
import { accountErrors } from './accounts.ts';
import { complaintSchema, filingErrors, wordsSchema } from './court-reports.ts';

const id = z.string().min(1).max(64);
const count = z.number().int().nonnegative();

export const absenceStates = ['waiting', 'charged', 'unfounded'] as const;

/** A complaint as its renter writes it. */
export const complaintWordsSchema = z.strictObject({
  jobId: id,
  /** Of the device that is meant, within the job. */
  rank: count.default(0),
  claim: z.enum(breachClaims),
  /** Numbers of lines of its log. They show an over-use when they came in three minutes of one day. */
  lines: z.array(count).min(1).max(50),
  text: wordsSchema(2_000),
});

const member = oc.errors(accountErrors);

export const courtOfRenters = {
  /** Of each device that has, or lost, a part of the job. What it says is judged once 48 hours are over, by what was heard. */
  reportAbsence: member
    .route({
      method: 'POST',
      path: '/jobs/{jobId}/absence',
      tags: ['court'],
      summary: 'Report that the device of a job is away',
    })
    .input(z.object({ jobId: id }))
    .output(
      z.object({
        members: z.array(
          z.object({
            rank: count,
            state: z.enum(absenceStates),
            /** Network minutes in a row in which it was away from the contract. */
            awayMinutes: count,
            neededMinutes: count,
          }),
        ),
      }),
    )
    .errors({ JOB_NOT_FOUND: { status: 404 }, NOBODY_HAD_IT: { status: 409 } }),

  /** The bond is held until it is decided. The same key again gives the first answer and moves nothing. */
  complain: member
    .route({
      method: 'POST',
      path: '/jobs/{jobId}/complaints',
      tags: ['court'],
      summary: 'Complain that the device of a job was over-used, or touched what was the job’s',
    })
    .input(complaintWordsSchema.extend({ idempotencyKey: z.uuid() }))
    .output(complaintSchema)
    .errors({
      ...filingErrors,
      JOB_NOT_FOUND: { status: 404 },
      /** No device of this rank ever took it. */
      NOBODY_HAD_IT: { status: 409 },
      /** Lines that the network does not keep, any more or at all. */
      LINES_UNKNOWN: { status: 422, data: z.object({ lines: z.array(count) }) },
      /** They do not make what is claimed, whoever judges them. */
      LINES_TOO_FEW: { status: 422, data: z.object({ needed: count }) },
      /** More characters than are kept with a case. */
      LINES_TOO_LONG: { status: 422, data: z.object({ most: count }) },
    }),
  complaints: member
    .route({
      method: 'GET',
      path: '/jobs/{jobId}/complaints',
      tags: ['court'],
      summary: 'The renter’s complaints about a job, newest first',
    })
    .input(z.object({ jobId: id }))
    .output(z.object({ complaints: z.array(complaintSchema) }))
    .errors({ JOB_NOT_FOUND: { status: 404 } }),
};
