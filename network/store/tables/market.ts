/** Rows of renters' jobs. */
import type { JobSpec } from '../../../shared/contract/job-spec.ts';
import type { Json } from '../column.ts';

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

export interface MarketTables {
  jobs: JobTable;
}
