/**
 * A small network as one value: two devices with their stake, the slashes and jobs that are open, what was earned, and the
 * ledger. What the rules say and what the ledger says are kept apart, so that a property can hold one against the other.
 */
import { type Account, wallet } from '../../../shared/domain/ledger/account.ts';
import { balancesAfter, type Transfer } from '../../../shared/domain/ledger/posting.ts';
import { stakeTransfer } from '../../../shared/domain/ledger/stake-transfers.ts';
import { mainnetParameters, type ParameterRecord } from '../../../shared/domain/parameters/record.ts';
import { emptyCarry, type PoolCarry } from '../../../shared/domain/rewards/distribute.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { emptyPosition, type StakePosition } from '../../../shared/domain/staking/position.ts';
import { type BaseUnits, noCoins } from '../../../shared/units/money.ts';
import { units } from '../arbitraries.ts';

export const deviceIds = ['d1', 'd2'] as const;
export type DeviceId = (typeof deviceIds)[number];

/** Two owners, three who may support, and a renter who reports now and then. */
export const accountIds = ['o1', 'o2', 's1', 's2', 's3', 'r'] as const;
export type AccountId = (typeof accountIds)[number];

/** Required stake of each device, so small that every rounding shows. */
export const required = units(100);

/** A holder's part of an hour or a job, still open to correction. */
export interface Waiting {
  readonly deviceId: DeviceId;
  readonly holderId: string;
  readonly reference: string;
  readonly amount: BaseUnits;
}

export interface RunningJob {
  readonly jobId: string;
  readonly renterId: AccountId;
  readonly deviceId: DeviceId;
  readonly ownerId: string;
  readonly mostPrice: BaseUnits;
}

export interface WalkState {
  /** Counts the steps taken, for ids that are new. */
  readonly turn: number;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  readonly parameters: ParameterRecord;
  readonly positions: Readonly<Record<DeviceId, StakePosition>>;
  readonly slashes: readonly Slash[];
  readonly jobs: readonly RunningJob[];
  readonly waiting: readonly Waiting[];
  readonly carry: PoolCarry;
  /** What the rules minted, granted and burned so far, counted apart from the ledger. */
  readonly minted: bigint;
  readonly granted: bigint;
  readonly burned: bigint;
  readonly balances: ReadonlyMap<Account, BaseUnits>;
  /** Idempotency keys of all that was posted: a store moves nothing for a key that it has seen. */
  readonly keys: readonly string[];
}

export const balanceOf = ({ balances }: WalkState, account: Account): BaseUnits => balances.get(account) ?? noCoins;

export const posted = (state: WalkState, transfers: readonly Transfer[]): WalkState => ({
  ...state,
  balances: balancesAfter(state.balances, transfers),
  keys: [
    ...state.keys,
    ...transfers.filter(({ entries }) => entries.length > 0).map(({ idempotencyKey }) => idempotencyKey),
  ],
});

export const withPosition = (state: WalkState, position: StakePosition): WalkState => ({
  ...state,
  positions: { ...state.positions, [position.deviceId]: position },
});

const firstCoins = units(4_000);
export const genesisTotal = BigInt(accountIds.length) * firstCoins;

const locked = [
  { stakeId: 'first-1', deviceId: 'd1', holderId: 'o1', amount: units(150) },
  { stakeId: 'first-2', deviceId: 'd1', holderId: 's1', amount: units(60) },
  { stakeId: 'first-3', deviceId: 'd2', holderId: 'o2', amount: units(110) },
] as const;

/** Every account has coins, and both devices have stake already, one of them a supporter's too. */
export const genesis: WalkState = posted(
  {
    turn: 0,
    now: 0,
    // So few that a walk of a few accounts reaches both limits.
    parameters: { ...mainnetParameters, maxSupportersPerDevice: 2, maxDevicesPerSupporter: 1 },
    positions: {
      d1: {
        ...emptyPosition('d1', 'o1'),
        owner: locked[0].amount,
        supporters: [{ holderId: 's1', amount: locked[1].amount, leavesAt: null }],
      },
      d2: { ...emptyPosition('d2', 'o2'), owner: locked[2].amount },
    },
    slashes: [],
    jobs: [],
    waiting: [],
    carry: emptyCarry,
    minted: 0n,
    granted: 0n,
    burned: 0n,
    balances: new Map(accountIds.map((accountId) => [wallet(accountId), firstCoins])),
    keys: [],
  },
  locked.map(stakeTransfer),
);
