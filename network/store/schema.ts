/**
 * The shape of each table as Kysely sees it. Money is NUMERIC and read as bigint; times are milliseconds since 1970 UTC.
 * The tables themselves are made by the migrations, never from here.
 */
import type { ColumnType, Generated } from 'kysely';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import type { HardwareClaim } from '../../shared/contract/network/devices.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import type {
  ChallengePart,
  FillShare,
  ProofTelemetry,
  ProofVerdict,
  ShardCheck,
  Verdict,
} from '../../shared/contract/network/proofs.ts';
import type { TransferKind } from '../../shared/domain/ledger/posting.ts';
import type { Anomaly } from '../../shared/domain/patterns/anomaly.ts';
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
  parts: Json<ChallengePart[]>;
  fillDeadlineMs: number;
  walkDeadlineMs: number;
  sentAt: number;
  /** The process that sent it and clocks it; null: one of before there were several. */
  processId: string | null;
  state: ChallengeState;
  /** The network's tick at which it was sent; null: out of turn. */
  tick: number | null;
  nonces: Json<{ gpu: number; nonce: string }[]> | null;
  commitment: Json<{ gpu: number; coveredBytes: number; fillShares: FillShare[] }[]> | null;
  /** The device's own, over the transcript; base64url. */
  signature: string | null;
  /** Hour in which it was decided: the one it counts in. */
  decidedEpoch: number | null;
  decidedAt: number | null;
  verdict: Json<ProofVerdict> | null;
}
/**
 * `exempt`: fell due while the device was hired. `excused`: failed while the network doubted itself. `void`: the network
 * restarted meanwhile; counts for nobody.
 */
export type ChallengeState = 'sent' | 'committed' | 'passed' | 'failed' | 'exempt' | 'excused' | 'void';

/** What the network clocked of one GPU in one challenge. Kept for a month. */
export interface ProofRecordTable {
  challengeId: string;
  gpu: number;
  deviceId: string;
  accountId: string;
  class: string;
  model: string | null;
  tick: number | null;
  at: number;
  verdict: Verdict;
  fillMs: number;
  walkMs: number;
  walkBytesPerMs: number;
  fillBlocksPerMs: number;
  sharesFound: number;
  sharesExpected: number;
  roundTripFloorMs: number | null;
  roundTripJitterMs: number | null;
  fillByShard: Json<ShardCheck[]>;
  /** The device's own words. */
  telemetry: Json<ProofTelemetry> | null;
}

/** A pattern that somebody should look at. It takes nothing from anybody; the device is asked for more proofs. */
export interface ReviewTable {
  id: string;
  deviceId: string;
  openedAt: number;
  closedAt: number | null;
  score: number;
  reasons: Json<Anomaly[]>;
}

/** The processor's speed, by the network's own clock. */
export interface BenchmarkTable {
  deviceId: string;
  at: number;
  permutationsPerSecond: number;
}

/** The network's doubts about itself. */
export interface AlarmTable {
  id: string;
  kind: 'enforcement_suspended' | 'verifiers_disagree' | 'pace_doubted';
  at: number;
  detail: Json<unknown>;
}

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

/** A process of the service that shares this database. */
export interface ProcessTable {
  id: string;
  startedAt: number;
  /** When it last went through its rhythm, by the database's time. */
  seenAt: number;
  /** Every minute of this hour and of those before that it marked is written. */
  markedEpoch: number;
  /** Since when it leads; null while another does. */
  leadingSince: number | null;
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
  processes: ProcessTable;
  secrets: SecretTable;
  proofRecords: ProofRecordTable;
  reviews: ReviewTable;
  alarms: AlarmTable;
  benchmarks: BenchmarkTable;
}
