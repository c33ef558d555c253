/**
 * Coins as exact integers. One IO is 10^8 base units; nothing here ever rounds through a float.
 */

declare const baseUnits: unique symbol;
/** An amount of IO in base units (10^-8 IO). May be negative: a loss is a negative amount. */
export type BaseUnits = bigint & { readonly [baseUnits]: true };

export const baseUnitsPerIo = 100_000_000n;

/** Brands an integer that is already in base units. */
export const inBaseUnits = (amount: bigint): BaseUnits => amount as BaseUnits;

export const noCoins: BaseUnits = inBaseUnits(0n);

/**
 * Reads what a person typed as IO, such as `12`, `0.5` or `1,234.50`.
 *
 * @returns base units; null when it is no plain amount, is negative, or has more than eight decimals
 */
export const parseIo = (text: string): BaseUnits | null => {
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,8}))?$/.exec(text.trim());
  if (!match) return null;
  const whole = BigInt((match[1] ?? '0').replaceAll(',', ''));
  const fraction = BigInt((match[2] ?? '').padEnd(8, '0') || '0');
  return inBaseUnits(whole * baseUnitsPerIo + fraction);
};

/** Plain text of an amount in IO with all eight decimals, for logs and files: `-0.50000000`. */
export const ioText = (amount: bigint): string => {
  const sign = amount < 0n ? '-' : '';
  const magnitude = amount < 0n ? -amount : amount;
  const fraction = (magnitude % baseUnitsPerIo).toString().padStart(8, '0');
  return `${sign}${magnitude / baseUnitsPerIo}.${fraction}`;
};
