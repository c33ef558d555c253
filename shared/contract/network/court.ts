/**
 * The court: an account's slashes with all their evidence, its appeals and reports; what a member of a committee judges;
 * and what the operators decide while nobody else is seated. Nobody reads another account's slash.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { fraudClaims, reportClaims } from '../../domain/slashing/claims.ts';
import { offences } from '../offences.ts';
import { accountErrors } from './accounts.ts';
import { amountSchema, timeSchema } from './amounts.ts';
import { evidenceSchema, sha256Schema } from './court-evidence.ts';
import { courtOfRenters } from './court-renters.ts';
import { citedRowSchema, filingErrors, reportSchema, wordsSchema } from './court-reports.ts';
import { operatorErrors } from './operators.ts';

const id = z.string().min(1).max(64);
const count = z.number().int().nonnegative();
/** Why a slash should not stand. What counts is the text and what it refers to. */
export const appealGrounds = [
  'network_outage',
  'power_cut',
  'clock_drift',
  'pause_declared',
  'not_this_device',
  'evidence_wrong',
  'other',
] as const;
export type AppealGround = (typeof appealGrounds)[number];

export const appealStates = ['open', 'won', 'lost'] as const;
export type AppealState = (typeof appealStates)[number];

/** Of an appeal or a report; `frivolous` is `rejected` for an appeal, and for a report that its bond is burned. */
export const findings = ['upheld', 'rejected', 'frivolous'] as const;
export type Finding = (typeof findings)[number];

const sittingSchema = z.object({
  id,
  round: z.number().int().positive(),
  drawnAt: timeSchema,
  decideBy: timeSchema,
  state: z.enum(['sitting', 'decided', 'undecided']),
  /** Members who have voted. */
  voted: count,
});

const appealSchema = z.object({
  id,
  grounds: z.enum(appealGrounds),
  text: z.string(),
  references: z.array(z.string()),
  at: timeSchema,
  state: z.enum(appealStates),
  decidedAt: timeSchema.nullable(),
  decidedBy: z.enum(['committee', 'operator']).nullable(),
  /** The operator's; a committee gives none. */
  reason: z.string().nullable(),
  committees: z.array(sittingSchema),
});

const slashLineSchema = z.object({
  id,
  /** Whose stake: a device's id, or a validator's for an offence of its own. */
  deviceId: id,
  offence: z.enum(offences),
  state: z.enum(['escrow', 'returned', 'executed']),
  /** When it was decided, and until when it may be appealed. */
  at: timeSchema,
  appealUntil: timeSchema,
  /** Of the offence; null for a slash of before it was kept. */
  offenceAt: timeSchema.nullable(),
  /** Taken from stake: the owner's and supporters' parts. */
  amount: amountSchema,
  ownerPart: amountSchema,
  supportersPart: amountSchema,
  /** The offending hour's reward, which goes first and outside the amount. */
  forfeited: amountSchema,
  appeal: z.enum(appealStates).nullable(),
});
export type SlashLine = z.infer<typeof slashLineSchema>;

export const courtSlashSchema = slashLineSchema.omit({ appeal: true }).extend({
  /** Where it went in the end; null until it is executed. */
  use: z.object({ burn: amountSchema, bounty: amountSchema, compensation: amountSchema }).nullable(),
  /** Version of the parameter record by which it was judged: the one in force at the offence. */
  parametersVersion: count.nullable(),
  evidence: z.array(evidenceSchema),
  appeal: appealSchema.nullable(),
});
export type CourtSlash = z.infer<typeof courtSlashSchema>;

/** What is judged. It does not say whose device it is, nor who reports it. */
const matterSchema = z.object({
  matterId: id,
  /** `inference`: a result that was drawn to be computed again; upheld is that it was made up. */
  matter: z.enum(['appeal', 'report', 'inference']),
  at: timeSchema,
  offence: z.enum(offences),
  deviceId: id,
  /** Of an appeal. */
  grounds: z.enum(appealGrounds).nullable(),
  /** Of a report or a complaint. */
  claim: z.enum(reportClaims).nullable(),
  text: z.string(),
  references: z.array(z.string()),
  evidence: z.array(evidenceSchema),
});
export type CourtMatter = z.infer<typeof matterSchema>;

const member = oc.errors(accountErrors);
const operator = oc.errors(operatorErrors);
const slashNotFound = { SLASH_NOT_FOUND: { status: 404 } } as const;

export const courtContract = {
  slashes: member
    .route({
      method: 'GET',
      path: '/accounts/me/slashes',
      tags: ['court'],
      summary: 'Slashes of this account’s devices, newest first',
    })
    .input(
      z.object({
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
    )
    .output(z.object({ slashes: z.array(slashLineSchema) })),
  slash: member
    .route({ method: 'GET', path: '/slashes/{slashId}', tags: ['court'], summary: 'One slash, with its evidence' })
    .input(z.object({ slashId: id }))
    .output(courtSlashSchema)
    .errors(slashNotFound),
  /** `signature`: Ed25519 by `networkKey` over `perigee-slash-bundle-1\n<sha256>`, base64url. */
  bundle: member
    .route({
      method: 'GET',
      path: '/slashes/{slashId}/bundle',
      tags: ['court'],
      summary: 'Everything that the network keeps of a slash, as one signed text',
    })
    .input(z.object({ slashId: id }))
    .output(z.object({ content: z.string(), sha256: sha256Schema, networkKey: z.string(), signature: z.string() }))
    .errors(slashNotFound),
  /** Once for each slash; the same again gives the same answer. */
  appeal: member
    .route({ method: 'POST', path: '/slashes/{slashId}/appeal', tags: ['court'], summary: 'Appeal a slash' })
    .input(
      z.object({
        slashId: id,
        grounds: z.enum(appealGrounds),
        text: wordsSchema(2_000),
        /** Block ids, evidence hashes, addresses: whatever the text speaks of. */
        references: z.array(wordsSchema(200)).max(20).default([]),
      }),
    )
    .output(courtSlashSchema)
    .errors({
      ...slashNotFound,
      /** It was decided, or its time to appeal was over at `until`. */
      APPEAL_LATE: { status: 409, data: z.object({ until: timeSchema }) },
      ALREADY_APPEALED: { status: 409 },
    }),

  committees: member
    .route({
      method: 'GET',
      path: '/accounts/me/committees',
      tags: ['court'],
      summary: 'Matters that this account has been drawn to judge',
    })
    .output(
      z.object({ committees: z.array(z.object({ committeeId: id, decideBy: timeSchema, matter: matterSchema })) }),
    ),
  /** `signature`: by the key that asks, over `perigee-vote-1\n<committeeId>\n<matterId>\n<finding>`, base64url. */
  vote: member
    .route({ method: 'POST', path: '/committees/{committeeId}/votes', tags: ['court'], summary: 'Judge a matter' })
    .input(z.object({ committeeId: id, finding: z.enum(findings), signature: z.string().max(128) }))
    .output(z.object({ state: z.enum(['sitting', 'decided', 'undecided']) }))
    .errors({
      NOT_ON_COMMITTEE: { status: 403 },
      SIGNATURE_WRONG: { status: 422 },
      COMMITTEE_CLOSED: { status: 409 },
    }),

  ...courtOfRenters,

  /** The bond is held until it is decided. The same key again gives the first answer and moves nothing. */
  report: member
    .route({ method: 'POST', path: '/reports', tags: ['court'], summary: 'Report a fraud' })
    .input(
      z.object({
        deviceId: id,
        claim: z.enum(fraudClaims),
        /** Rows of published hours that bear it out. */
        rows: z.array(citedRowSchema).min(1).max(50),
        text: wordsSchema(2_000),
        idempotencyKey: z.uuid(),
      }),
    )
    .output(reportSchema)
    .errors({
      ...filingErrors,
      DEVICE_NOT_FOUND: { status: 404 },
      /** Hours of these names are not published, or a row that is cited of them is not the device's. */
      ROWS_UNKNOWN: { status: 422, data: z.object({ blockIds: z.array(z.string()) }) },
    }),
  reports: member
    .route({
      method: 'GET',
      path: '/accounts/me/reports',
      tags: ['court'],
      summary: 'This account’s reports, newest first',
    })
    .output(z.object({ reports: z.array(reportSchema) })),

  reviews: operator
    .route({
      method: 'GET',
      path: '/operators/reviews',
      tags: ['court'],
      summary: 'Devices whose proofs have an odd pattern, oldest first',
    })
    .output(
      z.object({
        reviews: z.array(
          z.object({
            reviewId: id,
            deviceId: id,
            openedAt: timeSchema,
            score: z.number(),
            /** Whether it was put before the court. */
            isReferred: z.boolean(),
          }),
        ),
      }),
    ),
  /** A review takes nothing from anybody: a person must find that it bears this out. The same again changes nothing. */
  refer: operator
    .route({
      method: 'POST',
      path: '/operators/reviews/{reviewId}/referral',
      tags: ['court'],
      summary: 'Put a review before the court, as a report of the network’s own',
    })
    .input(z.object({ reviewId: id, claim: z.enum(fraudClaims), text: wordsSchema(2_000) }))
    .output(z.object({ matterId: id }))
    .errors({ REVIEW_NOT_FOUND: { status: 404 } }),
  matters: operator
    .route({
      method: 'GET',
      path: '/operators/matters',
      tags: ['court'],
      summary: 'Appeals and reports that no committee can be drawn for, oldest first',
    })
    .output(z.object({ matters: z.array(matterSchema) })),
  /** Where no committee sits or can be drawn. Decided once; the same again changes nothing. */
  rule: operator
    .route({
      method: 'POST',
      path: '/operators/matters/{matterId}/ruling',
      tags: ['court'],
      summary: 'Decide an appeal or a report',
    })
    .input(z.object({ matterId: id, finding: z.enum(findings), reason: wordsSchema(2_000) }))
    .output(z.object({ isDecided: z.literal(true) }))
    .errors({
      MATTER_NOT_FOUND: { status: 404 },
      /** It is a committee's. */
      COMMITTEE_SITS: { status: 409 },
      /** An earlier report of the same is open. */
      EARLIER_REPORT_OPEN: { status: 409 },
      ALREADY_DECIDED: { status: 409 },
    }),
};
