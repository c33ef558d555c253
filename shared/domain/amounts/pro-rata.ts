/**
 * Divides an amount by weight: every part floors, and what is left over is named, never lost. The order in which parts
 * are given never changes a result.
 */
import { type BaseUnits, inBaseUnits, noCoins } from '../../units/money.ts';

export interface Part {
  readonly id: string;
  /** 0 or more. */
  readonly weight: bigint;
}

/** The one order of ids: by UTF-16 code unit, the same in every language and on every system. */
export const byId = (left: { readonly id: string }, right: { readonly id: string }): number =>
  left.id < right.id ? -1 : left.id > right.id ? 1 : 0;

/**
 * Floored shares of an amount, in order of id.
 *
 * @param amount  base units, 0 or more
 * @returns `dust`, what no share got: below the number of parts with a weight, or the whole amount when no part has one
 */
export const proRata = (
  amount: BaseUnits,
  parts: readonly Part[],
): { shares: { id: string; amount: BaseUnits }[]; weightSum: bigint; dust: BaseUnits } => {
  const weightSum = parts.reduce((sum, part) => sum + part.weight, 0n);
  const shares = parts.toSorted(byId).map(({ id, weight }) => ({
    id,
    amount: weightSum === 0n ? noCoins : inBaseUnits((amount * weight) / weightSum),
  }));
  const given = shares.reduce((sum, share) => sum + share.amount, 0n);
  return { shares, weightSum, dust: inBaseUnits(amount - given) };
};
