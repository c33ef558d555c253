/**
 * From when on incomes are counted. In the first hours of a network few are verified yet, and share what nobody earned
 * before; counting from the first hour would tell who was quick, and little of the rules.
 */
import type { Economy } from './economy.ts';
import { emptyTally } from './operator.ts';

/** By then everybody has joined, and had the hours that verification takes. */
const settledAfterHours = 48;

/** @returns number of the first hour that counts: the third day's, or the middle of a shorter run */
export const countedFrom = (hours: number): number => Math.min(settledAfterHours, Math.floor(hours / 2));

/** Forgets what everybody made so far; coins stay where they are. */
export const startCounting = ({ operators, machines, accounts }: Economy): void => {
  for (const operator of operators) operator.tally = emptyTally();
  for (const account of accounts.values()) account.rewards = 0n;
  for (const machine of machines) {
    machine.hours = 0;
    machine.gross = 0n;
    machine.taken = 0n;
  }
};
