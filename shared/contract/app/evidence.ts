/** One loss of stake as a case: what was taken and by which evidence, its appeal, and a bundle of both sides to keep. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { appealGrounds, appealStates } from '../network/court.ts';
import { evidenceSchema } from '../network/court-evidence.ts';
import { offences } from '../offences.ts';

const slashId = z.string().min(1).max(64);

const appealSchema = z.object({
  grounds: z.enum(appealGrounds),
  text: z.string(),
  at: z.number(),
  state: z.enum(appealStates),
  decidedAt: z.number().nullable(),
  decidedBy: z.enum(['committee', 'operator']).nullable(),
  /** The operator's; a committee gives none. */
  reason: z.string().nullable(),
  /** Until when the committee that sits now decides; null: none sits. */
  decideBy: z.number().nullable(),
});

export const slashCaseSchema = z.object({
  id: z.string(),
  deviceId: z.string(),
  offence: z.enum(offences),
  state: z.enum(['escrow', 'returned', 'executed']),
  /** When it was decided. */
  at: z.number(),
  appealUntil: z.number(),
  /** Of the offence; null for a loss of before it was kept. */
  offenceAt: z.number().nullable(),
  /** Base units, here and below. From stake: the owner's and supporters' parts. */
  amount: z.bigint(),
  ownerPart: z.bigint(),
  supportersPart: z.bigint(),
  /** The offending hour's reward, which goes first and outside the amount. */
  forfeited: z.bigint(),
  /** Where it went in the end; null until then. */
  use: z.object({ burn: z.bigint(), bounty: z.bigint(), compensation: z.bigint() }).nullable(),
  /** The rules by which it was judged; null where they are not known. */
  parametersVersion: z.number().int().nullable(),
  evidence: z.array(evidenceSchema),
  appeal: appealSchema.nullable(),
});
export type SlashCase = z.infer<typeof slashCaseSchema>;

const errors = {
  NOT_JOINED: {},
  SLASH_NOT_FOUND: {},
} as const;

export const evidenceContract = {
  read: oc.input(z.object({ slashId })).output(slashCaseSchema).errors(errors),
  /** Once for each loss, and signed by the owner's key. */
  appeal: oc
    .input(
      z.object({
        slashId,
        grounds: z.enum(appealGrounds),
        text: z.string().trim().min(1).max(2_000),
      }),
    )
    .output(slashCaseSchema)
    .errors({
      ...errors,
      /** It was decided, or its time to appeal was over at `until`. */
      APPEAL_LATE: { data: z.object({ until: z.number() }) },
      ALREADY_APPEALED: {},
    }),
  /** `text`: one JSON document; see `perigee-appeal-bundle-1` in docs/appeals.md. */
  bundle: oc
    .input(z.object({ slashId }))
    .output(z.object({ name: z.string(), text: z.string() }))
    .errors(errors),
};
