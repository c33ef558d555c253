/** What may be said of everything earned, by how certain it is. Pure; the words are the page's. */
import type { Earnings } from '../../../shared/contract/app/earnings.ts';

export type EarnedSummary =
  | { kind: 'none' }
  | { kind: 'estimate'; estimate: bigint }
  | { kind: 'certain'; certain: bigint }
  | { kind: 'both'; certain: bigint; estimate: bigint };

/** `certain` is confirmed and paid together: what the network has put in its books. All in base units. */
export const earnedSummary = ({ totals }: Pick<Earnings, 'totals'>): EarnedSummary => {
  const certain = totals.confirmed + totals.paid;
  if (certain === 0n)
    return totals.estimate === 0n ? { kind: 'none' } : { kind: 'estimate', estimate: totals.estimate };
  return totals.estimate === 0n ? { kind: 'certain', certain } : { kind: 'both', certain, estimate: totals.estimate };
};

/** The largest bar of the chart and how many bars earned anything; amounts in base units. */
export const hoursSummary = (
  hours: readonly Pick<Earnings['hours'][number], 'rewards' | 'jobs'>[],
): { earning: number; total: bigint; most: bigint } => {
  const sums = hours.map((hour) => hour.rewards + hour.jobs);
  let most = 0n;
  for (const sum of sums) if (sum > most) most = sum;
  return {
    earning: sums.filter((sum) => sum > 0n).length,
    total: sums.reduce((total, sum) => total + sum, 0n),
    most,
  };
};
