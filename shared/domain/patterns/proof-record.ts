/** One GPU's proof as the network clocked it: what patterns are looked for in. */
import type { ProofTelemetry, ShardCheck, Verdict } from '../../contract/network/proofs.ts';

export interface ProofRecord {
  readonly deviceId: string;
  readonly accountId: string;
  readonly gpu: number;
  readonly class: string;
  /** Of the catalogue, as claimed; null when it is not listed. */
  readonly model: string | null;
  /** Number of the network-wide tick; null: asked out of turn. */
  readonly tick: number | null;
  readonly at: number;
  readonly verdict: Verdict;
  /** The network's own clock. */
  readonly fillMs: number;
  readonly walkMs: number;
  readonly walkBytesPerMs: number;
  readonly fillBlocksPerMs: number;
  readonly sharesFound: number;
  readonly sharesExpected: number;
  /** The way there and back, by the network's own pings; null where none was answered. Once a challenge, as the times are. */
  readonly roundTripFloorMs: number | null;
  /** null where one alone was answered, too. */
  readonly roundTripJitterMs: number | null;
  /** As in the part's verdict: empty unless a fill share was wrong. */
  readonly fillByShard: readonly ShardCheck[];
  /** The device's own words; null when it said nothing. */
  readonly telemetry: ProofTelemetry | null;
}
