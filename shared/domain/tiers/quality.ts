/**
 * Q, the quality of a device in bps: speed, verification, connection and uptime, weighed 30 : 25 : 20 : 25.
 * It measures nothing; the network hands it what was measured.
 * Source: the network's rule set, section (b).
 */
import { wholeBps } from '../amounts/bps.ts';
import type { ConnectivityTier } from './connectivity.ts';

/** How strongly the hardware is proven: not at all, by proofs of work, by seven days of proofs with memory and bandwidth, or by a trusted execution environment. */
export type Verification = 'none' | 'proofs' | 'proofs_for_7_days' | 'trusted_execution';

const verificationBps: Readonly<Record<Verification, number>> = {
  none: 0,
  proofs: 4_000,
  proofs_for_7_days: 7_000,
  trusted_execution: 10_000,
};

export interface QualityFacts {
  /** From `benchmarkBps`. */
  readonly benchmarkBps: number;
  readonly verification: Verification;
  readonly connectivityTier: ConnectivityTier;
  /** Share of the last 30 days, or of the time since registration if that is shorter, 0..10,000. */
  readonly uptimeBps: number;
}

/** Q in bps, 0..10,000, floored. */
export const qualityBps = (facts: QualityFacts): number =>
  Math.floor(
    (30 * facts.benchmarkBps +
      25 * verificationBps[facts.verification] +
      20 * 2_500 * facts.connectivityTier +
      25 * facts.uptimeBps) /
      100,
  );

const fewestPeers = 20;

/**
 * p, the speed of a device among devices of its class.
 *
 * @param measured  the device's own figure; any unit, more is faster
 * @param reference  what the class's data sheet says, same unit, above 0; used below 20 peers
 * @param peers  the figures of the other devices of the class
 * @returns bps: the share of peers that are not faster; below 20 peers measured ÷ reference, at most 10,000
 */
export const benchmarkBps = (measured: number, reference: number, peers: readonly number[]): number => {
  if (peers.length < fewestPeers) return Math.min(wholeBps, Math.floor((wholeBps * measured) / reference));
  return Math.floor((wholeBps * peers.filter((peer) => peer <= measured).length) / peers.length);
};
