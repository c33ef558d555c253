/** Rows of renters' jobs: what was asked for, who was offered it, who had it, and what it printed. */
import type { Generated } from 'kysely';
import type { JobSpec } from '../../../shared/contract/job-spec.ts';
import type { RentedLogLine } from '../../../shared/contract/network/market.ts';
import type { OwnerReturnClass } from '../../../shared/contract/network/session.ts';
import type { JobFees } from '../../../shared/domain/ledger/job-fees.ts';
import type { JobOutcome, LeaseOutcome } from '../../../shared/domain/market/ending.ts';
import type { JobKind } from '../../../shared/domain/market/members.ts';
import type { Turn } from '../../../shared/domain/market/running.ts';
import type { TierName } from '../../../shared/domain/tiers/tier.ts';
import type { Json } from '../column.ts';

export interface JobTable {
  id: string;
  renterId: string;
  kind: JobKind;
  /** As submitted; each member's follows from it. */
  spec: Json<JobSpec>;
  hourlyPrice: bigint;
  maxMinutes: number;
  whenOwnerReturns: OwnerReturnClass;
  className: string | null;
  minVramBytes: number | null;
  gpus: number;
  minTier: TierName | null;
  count: number;
  /** The only device that it is offered to; null: whoever suits. */
  targetId: string | null;
  /** The network signs for its image. */
  isVouched: boolean;
  submittedAt: number;
  patienceUntil: number;
  state: JobState;
  outcome: JobOutcome | null;
  endedAt: number | null;
  idempotencyKey: string;
  /** As they were when it was submitted. */
  jobFees: Json<JobFees>;
}
/** `offered`: not every device has answered yet. `leased`: each one has accepted, and its minutes count. */
export type JobState = 'waiting' | 'offered' | 'leased' | 'ended';

/** The id under which one device knows its part of a job; no two parts on the network share one. */
export interface JobMemberTable {
  id: string;
  jobId: string;
  rank: number;
}

/** One offer to one device, and what became of it. */
export interface LeaseTable {
  id: string;
  jobId: string;
  memberId: string;
  rank: number;
  deviceId: string;
  /** As they were when it was offered. */
  className: string;
  tier: TierName;
  state: LeaseState;
  offeredAt: number;
  /** Passed over, unless it has answered. */
  answerBy: number;
  /** Not begun by then, it never is. */
  startBy: number;
  acceptedAt: number | null;
  /** From then on minutes count: every member has accepted. */
  beganAt: number | null;
  /** Lost, unless it is renewed. */
  expiresAt: number | null;
  endedAt: number | null;
  outcome: LeaseOutcome | null;
  /** Billed. */
  minutes: number | null;
  price: bigint | null;
  /** `exactJson` of a `Bill`; null for one that was settled before there were bills. */
  bill: string | null;
  /** When the device itself said that it ended. */
  heardEndAt: number | null;
  logNext: Generated<number>;
  logMark: string | null;
  logBytes: Generated<number>;
  /** Lines below it are not kept any more. */
  logFirst: Generated<number>;
  isLogComplete: Generated<boolean>;
}
/**
 * `accepted`: waits for the other members. `held`: the job is its. `declined`, `lapsed`: said no, or nothing. `released`:
 * the job was given up before it was anybody's.
 */
export type LeaseState = 'offered' | 'accepted' | 'held' | 'declined' | 'lapsed' | 'released' | 'ended';

export interface LeaseTurnTable extends Turn {
  leaseId: string;
}

export interface LeaseLogTable {
  leaseId: string;
  /** Of the first line. */
  seq: number;
  lines: Json<RentedLogLine[]>;
  bytes: number;
  isAfterGap: boolean;
}

export interface MarketTables {
  jobs: JobTable;
  jobMembers: JobMemberTable;
  leases: LeaseTable;
  leaseTurns: LeaseTurnTable;
  leaseLogs: LeaseLogTable;
}
