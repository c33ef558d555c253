/** Shares in basis points of 10,000. Every share floors, so that no division ever creates a coin. */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';

export const wholeBps = 10_000;

/**
 * A share of an amount, floored.
 *
 * @param amount  base units, 0 or more
 * @param bps  whole number, 0..10,000
 */
export const bpsOf = (amount: BaseUnits, bps: number): BaseUnits =>
  inBaseUnits((amount * BigInt(bps)) / BigInt(wholeBps));

/** The same share rounded up, for losses that are shown before they happen: a warning never says too little. */
export const bpsOfRoundedUp = (amount: BaseUnits, bps: number): BaseUnits =>
  inBaseUnits((amount * BigInt(bps) + BigInt(wholeBps - 1)) / BigInt(wholeBps));
