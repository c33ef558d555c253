/** What the service counts of itself, told as it happens. Without anybody who asks, nothing is counted. */
import type { Verdict } from '../../../shared/contract/network/proofs.ts';

export interface Meter {
  heartbeat(): void;
  /** A challenge was decided. */
  decided(verdict: Verdict): void;
  /** An hour was closed, from its first step here to its last. */
  closedHour(tookMs: number): void;
}

export const noMeter: Meter = { heartbeat: () => undefined, decided: () => undefined, closedHour: () => undefined };
