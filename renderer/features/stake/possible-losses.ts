/** What could be lost, worst first, and the most of it. Pure; the words are the page's. */
import type { StakeState } from '../../../shared/contract/app/stake.ts';

export type Risk = StakeState['risks'][number];

/** Largest loss first; equal losses by their share, then by the offence's number, so that rows never jump. */
export const worstFirst = (risks: readonly Risk[]): Risk[] =>
  [...risks].sort((a, b) => {
    if (a.loss !== b.loss) return a.loss > b.loss ? -1 : 1;
    return b.bps - a.bps || a.offence.localeCompare(b.offence);
  });

/** How strongly a row is tinted, by its share of the stake: 4 from half on, 1 below a tenth, 0 for nothing. */
export const severityOf = (risk: Pick<Risk, 'bps' | 'loss'>): 0 | 1 | 2 | 3 | 4 => {
  if (risk.loss <= 0n) return 0;
  if (risk.bps >= 10_000) return 4;
  if (risk.bps >= 5000) return 3;
  return risk.bps >= 1000 ? 2 : 1;
};

export type MostToLose =
  | { kind: 'nothing' }
  | { kind: 'all'; staked: bigint }
  | { kind: 'part'; staked: bigint; loss: bigint }
  /** Coins are staked and the network named no risk: nothing may be promised. */
  | { kind: 'unknown'; staked: bigint };

export const mostToLose = ({ staked, risks }: Pick<StakeState, 'staked' | 'risks'>): MostToLose => {
  if (staked === 0n) return { kind: 'nothing' };
  const worst = worstFirst(risks)[0];
  if (!worst) return { kind: 'unknown', staked };
  return worst.loss >= staked ? { kind: 'all', staked } : { kind: 'part', staked, loss: worst.loss };
};

/** Coins on their way back that a loss for an earlier offence can still reach. Base units. */
export const coolingTotal = (cooling: StakeState['cooling']): bigint =>
  cooling.reduce((total, { amount }) => total + amount, 0n);
