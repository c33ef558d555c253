/** Sizes of memory as AMD's and Intel's tools write them, in bytes. Pure. */

/** AMD's MB are MiB: amd-smi's 65520 MB and rocm-smi's 68702699520 B are one card's. */
const bytesPer: Readonly<Record<string, number>> = {
  b: 1,
  kb: 2 ** 10,
  kib: 2 ** 10,
  mb: 2 ** 20,
  mib: 2 ** 20,
  gb: 2 ** 30,
  gib: 2 ** 30,
};

/**
 * @param unit such as `MB`, in any case
 * @returns whole bytes; 0 only when the tool says 0; null for an unknown amount or unit
 */
export const bytesFrom = (amount: number | null, unit: string): number | null => {
  const factor = bytesPer[unit.trim().toLowerCase()];
  const bytes = amount === null || factor === undefined ? Number.NaN : Math.round(amount * factor);
  return Number.isSafeInteger(bytes) ? bytes : null;
};
