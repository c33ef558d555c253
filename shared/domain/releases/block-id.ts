/** The name of an hour in public data: its start in UTC, so that names sort as time does and fit into a file's name. */
import type { EpochMs } from '../../units/time.ts';

export const blockIdPattern = /^\d{8}T\d{6}\.\d{3}Z$/;

/** @param startsAt 1970 to 9999; @returns such as `20261126T100000.000Z` (ISO 8601, basic form) */
export const blockIdAt = (startsAt: EpochMs): string => new Date(startsAt).toISOString().replaceAll(/[-:]/g, '');

const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2}\.\d{3})Z$/;

/** The moment that a block's name stands for; null for what is no name of a block. */
export const blockStartsAt = (blockId: string): EpochMs | null => {
  const at = Date.parse(blockId.replace(parts, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(at) || blockIdAt(at) !== blockId ? null : at;
};
