/** What one hour did, kept until its invariants are checked. */
import type { Transfer } from '../../shared/domain/ledger/posting.ts';
import type { EpochResult, HourDevice } from '../../shared/domain/rewards/distribute.ts';
import type { Slash } from '../../shared/domain/slashing/slash.ts';
import type { RewardSplit } from '../../shared/domain/staking/offers.ts';
import type { StakePosition } from '../../shared/domain/staking/position.ts';
import type { BaseUnits } from '../../shared/units/money.ts';

export interface SplitTrace extends RewardSplit {
  readonly deviceId: string;
  readonly reward: BaseUnits;
}

export interface SlashTrace {
  readonly slash: Slash;
  readonly before: StakePosition;
  readonly after: StakePosition;
  readonly offenceAt: number;
}

export interface CompoundTrace {
  readonly deviceId: string;
  readonly holderId: string;
  /** Claimable and staked, by the ledger. */
  readonly before: bigint;
  readonly after: bigint;
}

export interface JobTrace {
  readonly jobId: string;
  readonly renterId: string;
  readonly price: BaseUnits;
  readonly mostPrice: BaseUnits;
  readonly transfers: readonly Transfer[];
}

export interface HourTrace {
  /** null until the hour is closed. */
  result: EpochResult | null;
  devices: readonly HourDevice[];
  rewards: readonly Transfer[];
  readonly splits: SplitTrace[];
  readonly compounded: CompoundTrace[];
  readonly jobs: JobTrace[];
  readonly slashed: SlashTrace[];
  /** Slashes that left escrow. */
  readonly ended: Slash[];
}

export const emptyTrace = (): HourTrace => ({
  result: null,
  devices: [],
  rewards: [],
  splits: [],
  compounded: [],
  jobs: [],
  slashed: [],
  ended: [],
});
