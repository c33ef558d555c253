/** Who owns machines or supports those of others: one person or firm, its accounts, and what it came to. */
import type { ComplianceLevel } from '../../shared/domain/tiers/tier.ts';
import type { Device } from './device.ts';
import type { Way } from './habits.ts';
import type { Machine } from './machine.ts';

export const populations = ['honest', 'lazy', 'cheating', 'colluding', 'cafe', 'supporter'] as const;
export type Population = (typeof populations)[number];

/** Base units. */
export interface Tally {
  /** Parts of hourly rewards, of own machines and of supported ones. */
  rewards: bigint;
  jobs: bigint;
  bounties: bigint;
  /** Slashed, with what is still in escrow and without what came back. */
  taken: bigint;
}

export interface Account {
  readonly id: string;
  /** For draws. */
  readonly number: number;
  readonly operator: Operator;
  readonly compliance: ComplianceLevel;
  /** Has its earnings staked again each day. */
  readonly compounds: boolean;
  /** Devices of others that it supports, some perhaps no longer. */
  supporting: Device[];
  /** Hourly rewards since counting began, for concentration. */
  rewards: bigint;
}

export interface Operator {
  readonly number: number;
  readonly population: Population;
  readonly way: Way;
  readonly accounts: Account[];
  readonly machines: Machine[];
  /** Since counting began. */
  tally: Tally;
}

export const emptyTally = (): Tally => ({ rewards: 0n, jobs: 0n, bounties: 0n, taken: 0n });

export const netOf = ({ rewards, jobs, bounties, taken }: Tally): bigint => rewards + jobs + bounties - taken;

/** More accounts of one operator than this draw alike. */
const accountsApart = 64;

/** Gives an operator one more account. */
export const openAccount = (
  operator: Operator,
  who: { readonly compliance: ComplianceLevel; readonly compounds: boolean },
): Account => {
  const nth = operator.accounts.length;
  const account: Account = {
    id: `a${String(operator.number).padStart(6, '0')}-${nth}`,
    number: operator.number * accountsApart + Math.min(nth, accountsApart - 1),
    operator,
    ...who,
    supporting: [],
    rewards: 0n,
  };
  operator.accounts.push(account);
  return account;
};
