/**
 * The shape of each table as Kysely sees it. Money is NUMERIC and read as bigint; times are milliseconds since 1970 UTC.
 * The tables themselves are made by the migrations, never from here.
 */
import type { ColumnType, Generated } from 'kysely';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type { FillShare, ProofSpec, ProofVerdict } from '../../shared/contract/network/proofs.ts';
import type { TransferKind } from '../../shared/domain/ledger/posting.ts';
import type { PoolName } from '../../shared/domain/rewards/classes.ts';
import type { DeviceReward } from '../../shared/domain/rewards/distribute.ts';
import type { Offence } from '../../shared/domain/slashing/offences.ts';

/** Written as JSON text, read as the value. */
type Json<Value> = ColumnType<Value, string, string>;

export interface DeviceTable {
  id: string;
  publicKey: string;
  accountId: string;
  name: string;
  claim: Json<HardwareClaim>;
  registeredAt: number;
  complianceLevel: number;
  verifiedHours: Generated<number>;
  /** Failed nominations since the last passed one. */
  failedInRow: Generated<number>;
  revokedAt: number | null;
}

export interface NonceTable {
  keyId: string;
  nonce: string;
  expiresAt: number;
}

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
  /** Every factor, as `exactJson` of a `ClosedReward`. */
  reason: string;
}
/** `joined_this_hour` and `part_hour` are the service's own reasons: the hour was not a full one for the device. */
export type ClosedReward = Omit<DeviceReward, 'ineligible'> & {
  readonly ineligible: DeviceReward['ineligible'] | 'joined_this_hour' | 'part_hour';
};

export interface PresenceTable {
  deviceId: string;
  epoch: number;
  /** Bit n: a heartbeat marked minute n. */
  minuteMask: bigint;
}

export interface ChallengeTable {
  id: string;
  deviceId: string;
  /** Hour in which it was sent. */
  epoch: number;
  spec: Json<ProofSpec>;
  fillDeadlineMs: number;
  walkDeadlineMs: number;
  sentAt: number;
  state: ChallengeState;
  nonce: string | null;
  fillShares: Json<FillShare[]> | null;
  /** Hour in which it was decided: the one it counts in. */
  decidedEpoch: number | null;
  decidedAt: number | null;
  verdict: Json<ProofVerdict> | null;
}
/** `exempt`: fell due while the device was hired. `void`: the network restarted meanwhile; counts for nobody. */
export type ChallengeState = 'sent' | 'committed' | 'passed' | 'failed' | 'exempt' | 'void';

export interface TransferTable {
  id: Generated<number>;
  idempotencyKey: string;
  kind: TransferKind;
  deviceId: string | null;
  epoch: number | null;
  reference: string;
  at: number;
}

export interface PostingTable {
  transferId: number;
  account: string;
  amount: bigint;
}

export interface CoolingTable {
  id: string;
  deviceId: string;
  amount: bigint;
  askedAt: number;
  freeAt: number;
  endedAt: number | null;
}

export interface SlashTable {
  id: string;
  deviceId: string;
  offence: Offence;
  at: number;
  appealUntil: number;
  state: 'escrow' | 'returned' | 'executed';
  evidence: Json<unknown>;
  /** `exactJson` of the rules' `Slash`. */
  record: string;
}

export interface JobTable {
  id: string;
  deviceId: string;
  spec: Json<JobSpec>;
  /** What the renter pays before fees, and what the device gets. */
  price: bigint;
  pay: bigint;
  offeredAt: number;
  expiresAt: number;
  signature: string;
  state: JobState;
  acceptedAt: number | null;
  endedAt: number | null;
  outcome: string | null;
}
export type JobState = 'offered' | 'accepted' | 'ended' | 'expired';

export interface DeviceEventTable {
  deviceId: string;
  eventId: string;
  at: number;
  receivedAt: number;
  event: Json<DeviceEvent>;
}

export interface LinkTestTable {
  deviceId: string;
  at: number;
  downMbps: number;
  upMbps: number;
}

export interface SecretTable {
  name: string;
  value: string;
}

export interface Tables {
  devices: DeviceTable;
  nonces: NonceTable;
  epochs: EpochTable;
  poolHours: PoolHourTable;
  rewards: RewardTable;
  presence: PresenceTable;
  challenges: ChallengeTable;
  transfers: TransferTable;
  postings: PostingTable;
  cooling: CoolingTable;
  slashes: SlashTable;
  jobs: JobTable;
  deviceEvents: DeviceEventTable;
  linkTests: LinkTestTable;
  secrets: SecretTable;
}
