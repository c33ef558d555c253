/** Reports of frauds by this account: what became of each, and a new one with its bond. Read when a face asks. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { fraudClaims } from '../../domain/slashing/claims.ts';
import { reportSchema } from '../network/court-reports.ts';

/** Amounts in base units. */
const ownReportSchema = reportSchema.extend({ bond: z.bigint(), bounty: z.bigint().nullable() });
export type OwnReport = z.infer<typeof ownReportSchema>;

const NOT_JOINED = {};

export const reportsContract = {
  /** Newest first. `free`: what the account has free, in base units. */
  list: oc.output(z.object({ reports: z.array(ownReportSchema), free: z.bigint() })).errors({ NOT_JOINED }),
  /** Under the owner's key; the bond is held from then on. The same request again moves nothing more. */
  file: oc
    .input(
      z.object({
        deviceId: z.string().min(1).max(64),
        claim: z.enum(fraudClaims),
        rows: z
          .array(z.object({ blockId: z.string().max(32), row: z.number().int().positive() }))
          .min(1)
          .max(50),
        text: z.string().min(1).max(2_000),
        requestId: z.uuid(),
      }),
    )
    .output(ownReportSchema)
    .errors({
      NOT_JOINED,
      DEVICE_NOT_FOUND: {},
      /** The account owns or supports the device, or is one hand with somebody who does. */
      SELF_REPORT: {},
      ROWS_UNKNOWN: { data: z.object({ blockIds: z.array(z.string()) }) },
      TOO_MANY_REPORTS: { data: z.object({ most: z.number().int() }) },
      /** Base units. */
      BOND_NOT_COVERED: { data: z.object({ required: z.bigint(), available: z.bigint() }) },
    }),
};
