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
  /** What a proposal's author put down until its votes are counted. */
  | `proposal:${string}:deposit`
  /** What the author of a fraud report put down until it is decided. */
  | `report:${string}:bond`
  /** A validator's stake that counts. */
  | `validator:${string}:stake`
  /** A validator's stake on its way out. */
  | `validator:${string}:cooling:${string}`
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

export const proposalDepositOf = (proposalId: string): Account => `proposal:${checked(proposalId)}:deposit`;
export const reportBondOf = (reportId: string): Account => `report:${checked(reportId)}:bond`;
/** What counts of a validator's stake: its account's own coins. */
export const validatorStakeOf = (validatorId: string): Account => `validator:${checked(validatorId)}:stake`;

export const validatorCoolingOf = (validatorId: string, entryId: string): Account =>
  `validator:${checked(validatorId)}:cooling:${checked(entryId)}`;
/** Places in which coins can be an account's own. */
export const holdingPlaces = ['wallet', 'estimate', 'confirmed', 'stake', 'cooling'] as const;
export type HoldingPlace = (typeof holdingPlaces)[number];

/** The place of an account's coins that a ledger account stands for; null when it stands for nobody's. */
export const holdingPlace = (account: string): HoldingPlace | null => {
  const [first, , third] = account.split(':');
  const place = first === 'device' || first === 'validator' ? third : first;
  return holdingPlaces.find((known) => known === place) ?? null;
};
