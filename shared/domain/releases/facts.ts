/**
 * What the network has to know of a closed hour to publish it: everything that a row needs and nothing that a row must
 * not have. Whoever makes releases gathers it; nothing here reads a database.
 */
import type { BaseUnits } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import type { ParameterRecord } from '../parameters/record.ts';
import type { DeviceReward, PoolHour } from '../rewards/distribute.ts';
import type { HourFacts } from '../rewards/eligibility.ts';
import type { RewardSplit } from '../staking/offers.ts';
import type { ComplianceLevel } from '../tiers/tier.ts';
import type { Correction } from './correction.ts';
import type { CountryMemory } from './country.ts';
import type { ReleaseReason, ReleaseRow } from './row.ts';

/** One device that the network saw in the hour. */
export interface ReleaseDevice {
  /** Its line as the hour was closed. */
  readonly line: Pick<
    DeviceReward,
    'deviceId' | 'class' | 'rampBps' | 'eligBps' | 'score' | 'reward' | 'proofsPassed' | 'proofsAsked' | 'minutes'
  > & { readonly ineligible: ReleaseReason | null };
  /** What the hour was judged by, not what is so by now. */
  readonly facts: Pick<HourFacts, 'count' | 'connectivityTier' | 'tier' | 'isExempt' | 'staked' | 'required'>;
  readonly complianceLevel: ComplianceLevel;
  readonly qualityBps: number;
  /** At the hour's end. */
  readonly state: ReleaseRow['state'];
  /** How the reward was divided; its parts sum to it. */
  readonly split: RewardSplit;
  /** Taken from the stake on this device in this hour; 0 or more. */
  readonly slashed: BaseUnits;
  /** 16 hex digits: 64 bits drawn at random for its owner in this quarter. */
  readonly ownerTag: string;
  /** ISO 3166-1 alpha-2, however many others are there: whether it is named is decided here. Null: not known. */
  readonly country: string | null;
}

export interface ReleaseHour {
  readonly epoch: number;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  /** Length of a network hour when it began. */
  readonly hourMs: number;
  readonly isPart: boolean;
  readonly emissionHour: number;
}

/** A closed hour as a release tells it. */
export interface ReleaseFacts {
  readonly hour: ReleaseHour;
  /** The record that the hour was judged by. */
  readonly parameters: ParameterRecord;
  /** As the hour was closed, sums of scores included; both pools, in any order. */
  readonly pools: readonly PoolHour[];
  /** Each device once, in any order. */
  readonly devices: readonly ReleaseDevice[];
  /** Play coins given out in the hour. */
  readonly granted: BaseUnits;
  readonly burned: BaseUnits;
  /** All coins there are at the hour's end: minted and granted ever, less what was burned. */
  readonly supply: BaseUnits;
  /** What is to be said of earlier releases, in any order. */
  readonly corrections: readonly Correction[];
  /** Hash of the manifest of the hour before; null for the first. */
  readonly previous: string | null;
  /** Raw Ed25519 keys, base64url, of those who may sign. */
  readonly signers: { readonly network: string; readonly validators: readonly string[] };
  /** As the release before returned it; `noMemory` for the first. */
  readonly countries: CountryMemory;
}
