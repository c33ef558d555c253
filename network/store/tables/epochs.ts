/** Rows of network hours: where each stands, what its pools held, and what each device got for which reason. */
import type { Generated } from 'kysely';
import type { deviceStates } from '../../../shared/contract/network/devices.ts';
import type { PoolName } from '../../../shared/domain/rewards/classes.ts';
import type { DeviceReward } from '../../../shared/domain/rewards/distribute.ts';

export interface EpochTable {
  number: number;
  startsAt: number;
  endsAt: number;
  /** Shorter than a network hour: the network's first, or one after a change of the hour's length. Pays nobody. */
  isPart: boolean;
  /** Whole hours before this one: where it stands in the emission's calendar. A part hour mints nothing. */
  emissionHour: number;
  /** Length of a network hour when it began. */
  hourMs: number;
  /** Each step is taken once; a restart goes on from the one that was reached. */
  step: Generated<EpochStep>;
  /** Bit n: the network itself was up in minute n. */
  servedMask: Generated<bigint>;
  closedAt: number | null;
  /** The record by which it was scored, as `exactJson`; null before that, and for hours scored before it was kept. */
  parameters: string | null;
}
export type EpochStep = 'open' | 'ended' | 'scored' | 'settled' | 'closed';

export interface PoolHourTable {
  epoch: number;
  pool: PoolName;
  minted: bigint;
  carriedIn: bigint;
  paid: bigint;
  carriedOut: bigint;
}

export interface RewardTable {
  epoch: number;
  deviceId: string;
  reward: bigint;
  /** What of it is the owner's; the rest is in the parts. */
  ownerPart: bigint;
  /** The offer's share for supporters when it was scored; null: nobody supported the device. */
  shareBps: number | null;
  /** Every factor, as `exactJson` of a `ClosedReward`. */
  reason: string;
  /** What the network saw of the device, as `exactJson` of a `ScoredDevice`; null for hours before it was kept. */
  input: string | null;
  /** The rest of what a release says of the device, as it was when the hour was scored; null for hours before it was kept. */
  complianceLevel: number | null;
  qualityBps: number | null;
  state: (typeof deviceStates)[number] | null;
  slashed: bigint | null;
}
/** `joined_this_hour` and `part_hour` are the service's own reasons: the hour was not a full one for the device. */
export type ClosedReward = Omit<DeviceReward, 'ineligible'> & {
  readonly ineligible: DeviceReward['ineligible'] | 'joined_this_hour' | 'part_hour';
};

/** One supporter's part of a reward. */
export interface RewardPartTable {
  epoch: number;
  deviceId: string;
  holderId: string;
  amount: bigint;
}

export interface EpochsTables {
  epochs: EpochTable;
  poolHours: PoolHourTable;
  rewards: RewardTable;
  rewardParts: RewardPartTable;
}
