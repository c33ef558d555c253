/**
 * Coins as exact integers. One IO is 10^8 base units; nothing here ever rounds through a float.
 */

import { type NumberMarks, plainMarks } from './number-marks.ts';

declare const baseUnits: unique symbol;
/** An amount of IO in base units (10^-8 IO). May be negative: a loss is a negative amount. */
export type BaseUnits = bigint & { readonly [baseUnits]: true };

export const baseUnitsPerIo = 100_000_000n;

/** Brands an integer that is already in base units. */
export const inBaseUnits = (amount: bigint): BaseUnits => amount as BaseUnits;

export const noCoins: BaseUnits = inBaseUnits(0n);

const spaces = /[\s\u00a0\u202f]/g;

/**
 * Reads what a person typed as IO, such as `12`, `0.5` or `1,234.50`, by the marks of their language: `1.234,5` is the
 * same amount to a Spaniard. Groups must be whole, so that a mark of another language is refused rather than misread.
 *
 * @returns base units; null when it is no plain amount, is negative, or has more than eight decimals
 */
export const parseIo = (text: string, { decimal, group }: NumberMarks = plainMarks): BaseUnits | null => {
  const parts = text.trim().replaceAll(spaces, ' ').split(decimal);
  const [whole = '', fraction = ''] = parts;
  const groups = group === '' ? [whole] : whole.split(group.replaceAll(spaces, ' '));
  const isGrouped = groups.length > 1;
  const isWhole = groups.every((digits, index) => {
    if (!isGrouped) return /^\d{1,20}$/.test(digits);
    return index === 0 ? /^\d{1,3}$/.test(digits) : /^\d{3}$/.test(digits);
  });
  const isFraction = parts.length === 1 || (parts.length === 2 && /^\d{1,8}$/.test(fraction));
  if (!isWhole || !isFraction) return null;
  return inBaseUnits(BigInt(groups.join('')) * baseUnitsPerIo + BigInt(fraction.padEnd(8, '0')));
};

/** Plain text of an amount in IO with all eight decimals, for logs and files: `-0.50000000`. */
export const ioText = (amount: bigint): string => {
  const sign = amount < 0n ? '-' : '';
  const magnitude = amount < 0n ? -amount : amount;
  const fraction = (magnitude % baseUnitsPerIo).toString().padStart(8, '0');
  return `${sign}${magnitude / baseUnitsPerIo}.${fraction}`;
};
