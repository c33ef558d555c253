/**
 * What a later release says of an earlier one's row that was published wrong. The earlier files never change, and a
 * correction moves no coin: it restates a fact, and what follows from it is a transfer like any other.
 */
import { z } from 'zod';
import { blockIdPattern } from './block-id.ts';
import type { Found } from './finding.ts';
import { deviceIdPattern, isRowKey, type ReleaseRow, type RowKey, rowSchema } from './row.ts';

/** Facts alone: neither who it was, nor where, nor what was paid. */
const correctableKeys = [
  'class',
  'count',
  'conn_tier',
  'tier',
  'c_level',
  'q_score',
  'stake',
  'required',
  'state',
  'pow_pass',
  'pow_total',
  'uptime_min',
  'exempt',
  'ramp',
  'elig',
  'slashed',
  'reason',
] as const satisfies readonly RowKey[];

const rowValue = z.union([z.string().max(64), z.number(), z.boolean(), z.null()]);

export const correctionSchema = z
  .strictObject({
    block_id: z.string().regex(blockIdPattern),
    /** Line of that release, from 1. */
    row: z.number().int().min(1),
    device_id: z.string().regex(deviceIdPattern),
    key: z.enum(correctableKeys),
    was: rowValue,
    is: rowValue,
    /** The public issue that it follows from. */
    issue: z.string().regex(/^[A-Za-z0-9#/._-]{1,64}$/),
  })
  .refine(({ key, is }) => rowSchema.shape[key].safeParse(is).success, { path: ['is'] });
export type Correction = Readonly<z.infer<typeof correctionSchema>>;

/** A correction and the release that makes it. */
export interface LaterCorrection {
  readonly by: string;
  readonly correction: Correction;
}

/** The one order of corrections in a manifest. */
export const byCorrectedRow = (left: Correction, right: Correction): number =>
  left.block_id === right.block_id
    ? left.row - right.row || (left.key < right.key ? -1 : 1)
    : left.block_id < right.block_id
      ? -1
      : 1;

/**
 * Holds later corrections against the row that they name.
 *
 * @param corrections  about this row, oldest first: each goes on from what the one before says
 * @param row  null when there is no such row, or it cannot be read
 */
export const correctionFaults = (row: ReleaseRow | null, corrections: readonly LaterCorrection[]): Found[] => {
  const now = new Map<string, unknown>(Object.entries(row ?? {}));
  return corrections.flatMap(({ by, correction }): Found[] => {
    const { device_id: deviceId, key, was } = correction;
    const stands = isRowKey(key) ? now.get(key) : undefined;
    now.set(key, correction.is);
    if (row?.device_id === deviceId && stands === was) return [];
    const found = row === null || row.device_id !== deviceId ? null : String(stands);
    return [{ code: 'correction_wrong', blockId: by, part: 'manifest', deviceId, key, expected: String(was), found }];
  });
};
