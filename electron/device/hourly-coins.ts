/** What an hour of work brought lately, by the ledger. Pure. */
import type { Earnings } from '../../shared/contract/app/earnings.ts';

const hour = 3_600_000;
/** The latest closed network hours that count. */
const mostHours = 6;

/** @returns base units for 60 minutes; null before the first closed hour */
export const coinsPerHourOf = ({ hours }: Pick<Earnings, 'hours'>): bigint | null => {
  const closed = hours.filter(({ state }) => state !== 'estimate').slice(-mostHours);
  const lengthMs = closed.reduce((sum, { from, to }) => sum + (to - from), 0);
  if (lengthMs <= 0) return null;
  const coins = closed.reduce((sum, { rewards, jobs }) => sum + rewards + jobs, 0n);
  return (coins * BigInt(hour)) / BigInt(Math.round(lengthMs));
};
