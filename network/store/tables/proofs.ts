/** Rows of proofs: challenges, what was clocked of each card, reviews of patterns, the network's doubts about itself. */
import type { Generated } from 'kysely';
import type {
  ChallengePart,
  FillShare,
  ProofTelemetry,
  ProofVerdict,
  ShardCheck,
  Verdict,
} from '../../../shared/contract/network/proofs.ts';
import type { Anomaly } from '../../../shared/domain/patterns/anomaly.ts';
import type { Json } from '../column.ts';

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
  /** Hour in which it was decided; below 0: of before it was kept. */
  epoch: Generated<number>;
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

/** The network's doubts about itself. */
export interface AlarmTable {
  id: string;
  kind: 'enforcement_suspended' | 'verifiers_disagree' | 'pace_doubted';
  at: number;
  detail: Json<unknown>;
}

export interface ProofsTables {
  challenges: ChallengeTable;
  proofRecords: ProofRecordTable;
  reviews: ReviewTable;
  alarms: AlarmTable;
}
