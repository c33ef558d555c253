/**
 * Double entry: a transfer moves coins between accounts and its entries sum to zero, so that no coin appears or is lost.
 * Posting the same idempotency key twice moves nothing the second time; that is the store's part, not done here.
 */
import { type BaseUnits, inBaseUnits } from '../../units/money.ts';
import { type Account, accountKind } from './account.ts';

export const transferKinds = [
  'mint',
  'grant',
  'hourly_reward',
  'job_hold',
  'job_refund',
  'job_pay',
  'confirm',
  'payout',
  'compound',
  'withdrawal',
  'stake',
  'unstake',
  'release',
  'slash',
  'slash_return',
  'slash_execute',
  'proposal_deposit',
  'proposal_return',
  'proposal_burn',
  'report_bond',
  'report_return',
  'report_burn',
  'validator_stake',
  'validator_unstake',
  'validator_release',
  'validator_pay',
  'community_pay',
] as const;
export type TransferKind = (typeof transferKinds)[number];

export interface Entry {
  readonly account: Account;
  /** Added to the account's balance; negative takes away. Never 0. */
  readonly amount: BaseUnits;
}

export interface Transfer {
  readonly idempotencyKey: string;
  readonly kind: TransferKind;
  /** What it is for: epoch, job, cooling entry, slash, proposal, report or payout id. */
  readonly reference: string;
  /** In order of account, one per account; empty when nothing moves. */
  readonly entries: readonly Entry[];
}

const inOrder = (left: Entry, right: Entry): number => (left.account < right.account ? -1 : 1);

/** One entry an account, those of 0 left out. Transfers are short, so that looking through them beats any index. */
const mergedOf = (entries: readonly Entry[]): Entry[] => {
  const merged: Entry[] = [];
  for (const { account, amount } of entries) {
    const at = merged.findIndex((known) => known.account === account);
    const before = merged[at]?.amount ?? 0n;
    merged[at === -1 ? merged.length : at] = { account, amount: inBaseUnits(before + amount) };
  }
  return merged.filter(({ amount }) => amount !== 0n).sort(inOrder);
};

/**
 * Builds a transfer: entries on one account are merged, those of 0 left out.
 *
 * @throws RangeError when the entries do not sum to zero, or an issuing account would get coins back
 */
export const transfer = (
  head: Pick<Transfer, 'idempotencyKey' | 'kind' | 'reference'>,
  entries: readonly Entry[],
): Transfer => {
  const total = entries.reduce((sum, { amount }) => sum + amount, 0n);
  if (total !== 0n) throw new RangeError(`transfer ${head.idempotencyKey} is off by ${total}`);
  const merged = mergedOf(entries);
  const returned = merged.find(({ account, amount }) => accountKind(account) === 'issuer' && amount > 0n);
  if (returned) throw new RangeError(`transfer ${head.idempotencyKey} gives coins back to ${returned.account}`);
  return { ...head, entries: merged };
};

/** The two entries that move an amount from one account to another. */
export const move = (from: Account, to: Account, amount: BaseUnits): [Entry, Entry] => [
  { account: from, amount: inBaseUnits(-amount) },
  { account: to, amount },
];

/**
 * Applies one transfer to balances that are kept, for a store that holds very many in memory.
 *
 * @throws RangeError when it would take an account that holds coins below zero; then nothing of it is applied
 */
export const applyTransfer = (balances: Map<Account, BaseUnits>, { idempotencyKey, entries }: Transfer): void => {
  const after = entries.map(({ account, amount }) => {
    const balance = inBaseUnits((balances.get(account) ?? 0n) + amount);
    if (balance < 0n && accountKind(account) !== 'issuer') {
      throw new RangeError(`transfer ${idempotencyKey} overdraws ${account} by ${-balance}`);
    }
    return balance;
  });
  for (const [index, { account }] of entries.entries()) balances.set(account, after[index] as BaseUnits);
};

/**
 * Balances after transfers, for a store that holds them in memory and for checks of one that does not.
 *
 * @throws RangeError when a transfer would take an account that holds coins below zero; then none of it is applied
 */
export const balancesAfter = (
  balances: ReadonlyMap<Account, BaseUnits>,
  transfers: readonly Transfer[],
): Map<Account, BaseUnits> => {
  const after = new Map(balances);
  for (const each of transfers) applyTransfer(after, each);
  return after;
};
