/**
 * The accounts of the network's ledger, as text that a database keys by. Every coin is in exactly one of them; only the
 * two issuing accounts go below zero, by what they issued.
 */
import type { PoolName } from '../rewards/classes.ts';

export type Account =
  /** Minus what was minted. */
  | 'emission'
  /** Minus the play coins granted; unused on a real network. */
  | 'play'
  /** Coins that are gone for good. */
  | 'burned'
  /** What a pool has and no device earned yet. */
  | `pool:${PoolName}:carry`
  /** Earned in a closed hour or job, open to correction. */
  | `device:${string}:estimate:${string}`
  /** Past correction, not yet paid out. */
  | `device:${string}:confirmed:${string}`
  /** A holder's stake that counts. */
  | `device:${string}:stake:${string}`
  /** Stake on its way out. */
  | `device:${string}:cooling:${string}`
  /** Free coins of an account. */
  | `wallet:${string}`
  /** What left an account for its address outside. */
  | `paid:${string}`
  /** A slash waiting for its appeal. */
  | `escrow:${string}`
  /** A renter's payment while the job runs. */
  | `job:${string}:held`
  | 'fees:validators'
  | 'fees:treasury'
  | 'fees:community';

/** `issuer` may only sink below zero; a `holding` never does; a `sink` only rises. */
export type AccountKind = 'issuer' | 'holding' | 'sink';

export const accountKind = (account: Account): AccountKind => {
  if (account === 'emission' || account === 'play') return 'issuer';
  return account === 'burned' || account.startsWith('paid:') ? 'sink' : 'holding';
};

/** A colon inside an id would make two accounts one. */
const checked = (id: string): string => {
  if (id === '' || id.includes(':')) throw new RangeError(`no id of an account: ${JSON.stringify(id)}`);
  return id;
};

export const poolCarry = (pool: PoolName): Account => `pool:${pool}:carry`;
export const wallet = (accountId: string): Account => `wallet:${checked(accountId)}`;
export const paidOut = (accountId: string): Account => `paid:${checked(accountId)}`;
export const escrow = (slashId: string): Account => `escrow:${checked(slashId)}`;
export const jobHeld = (jobId: string): Account => `job:${checked(jobId)}:held`;

/** What a holder earned on a device: the owner's account, or a supporter's. */
export const earned = (state: 'estimate' | 'confirmed', deviceId: string, holderId: string): Account =>
  `device:${checked(deviceId)}:${state}:${checked(holderId)}`;

export const stakeOf = (deviceId: string, holderId: string): Account =>
  `device:${checked(deviceId)}:stake:${checked(holderId)}`;

export const coolingOf = (deviceId: string, entryId: string): Account =>
  `device:${checked(deviceId)}:cooling:${checked(entryId)}`;
