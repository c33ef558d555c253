/** Rows of inferences: what was asked for, which devices were asked, what came back, and whether it was computed again. */

import type { ColumnType } from 'kysely';
import type { inferenceChecks, inferenceStates } from '../../../shared/contract/network/inference.ts';
import type { JobFees } from '../../../shared/domain/ledger/job-fees.ts';
import type { Json } from '../column.ts';

export interface InferenceTable {
  id: string;
  renterId: string;
  model: string;
  /** Bytes in hex; null once it is a month old. */
  prompt: string | null;
  count: number;
  price: bigint;
  /** As they were when it was submitted. */
  jobFees: Json<JobFees>;
  submittedAt: number;
  patienceUntil: number;
  idempotencyKey: string;
  state: (typeof inferenceStates)[number];
  /** Who is asked, or has answered. */
  deviceId: string | null;
  answerBy: number | null;
  answeredAt: number | null;
  /** The hour in which it was answered. */
  epoch: number | null;
  /** Bytes in hex; null until then, and once it is a month old. */
  tokens: string | null;
  digests: ColumnType<string[] | null, string | null, string | null>;
  /** The device's, over `inferenceMessage`. */
  signature: string | null;
  checkState: (typeof inferenceChecks)[number];
  /** Of the release from which the lot followed, and its epoch; null while it is undrawn. */
  manifestHash: string | null;
  lotEpoch: number | null;
}

/** Nobody is asked for the same twice. */
export interface InferenceAskTable {
  inferenceId: string;
  deviceId: string;
  at: number;
}

export interface InferenceTables {
  inferences: InferenceTable;
  inferenceAsks: InferenceAskTable;
}
