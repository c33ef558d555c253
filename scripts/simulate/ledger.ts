/**
 * The network's ledger in memory: every transfer by the rules of `shared/domain/ledger`, every account kept exactly. It
 * builds no transfer and decides nothing.
 */
import type { Account } from '../../shared/domain/ledger/account.ts';
import { applyTransfer, type Transfer } from '../../shared/domain/ledger/posting.ts';
import { type BaseUnits, noCoins } from '../../shared/units/money.ts';

/** What the coins of an account are at. */
export const places = [
  'minted',
  'brought',
  'burned',
  'carry',
  'earned',
  'wallets',
  'staked',
  'cooling',
  'escrow',
  'held',
  'fees',
] as const;
export type Place = (typeof places)[number];

/** Accounts of one cooling entry, slash or job: nothing is left to say of them when they are empty. */
const passing: ReadonlySet<Place> = new Set(['cooling', 'escrow', 'held']);

const ofWord: Readonly<Record<string, Place>> = {
  emission: 'minted',
  play: 'brought',
  burned: 'burned',
  pool: 'carry',
  wallet: 'wallets',
  escrow: 'escrow',
  job: 'held',
  fees: 'fees',
  estimate: 'earned',
  confirmed: 'earned',
  stake: 'staked',
  cooling: 'cooling',
};

const placeOf = (account: Account): Place => {
  const [word = '', , state = ''] = account.split(':', 3);
  const place = ofWord[word === 'device' ? state : word];
  if (place === undefined) throw new RangeError(`no place for account ${account}`);
  return place;
};

export interface Ledger {
  /** Every account that has or had coins, as the rules keep it. */
  readonly balances: Map<Account, BaseUnits>;
  /**
   * @throws RangeError when it overdraws an account, or was posted before in this hour
   */
  post(transfer: Transfer): void;
  balanceOf(account: Account): BaseUnits;
  /** Counts every account anew. Issuing accounts are below zero by what they issued. */
  count(): Readonly<Record<Place, bigint>>;
  /** Forgets this hour's keys. */
  turn(): void;
}

export const createLedger = (): Ledger => {
  const balances = new Map<Account, BaseUnits>();
  const placed = new Map<Account, Place>();
  const keys = new Set<string>();
  const placeFor = (account: Account): Place => {
    const known = placed.get(account);
    if (known !== undefined) return known;
    const place = placeOf(account);
    placed.set(account, place);
    return place;
  };
  return {
    balances,
    post: (transfer) => {
      if (transfer.entries.length === 0) return;
      if (keys.has(transfer.idempotencyKey))
        throw new RangeError(`transfer ${transfer.idempotencyKey} is posted twice`);
      keys.add(transfer.idempotencyKey);
      applyTransfer(balances, transfer);
      for (const { account } of transfer.entries) {
        if (balances.get(account) !== 0n || !passing.has(placeFor(account))) continue;
        balances.delete(account);
        placed.delete(account);
      }
    },
    balanceOf: (account) => balances.get(account) ?? noCoins,
    count: () => {
      const sums: Record<Place, bigint> = {
        minted: 0n,
        brought: 0n,
        burned: 0n,
        carry: 0n,
        earned: 0n,
        wallets: 0n,
        staked: 0n,
        cooling: 0n,
        escrow: 0n,
        held: 0n,
        fees: 0n,
      };
      for (const [account, balance] of balances) sums[placeFor(account)] += balance;
      return sums;
    },
    turn: () => keys.clear(),
  };
};
