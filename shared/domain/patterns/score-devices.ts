/**
 * Scores every device by the pattern of its proofs. A score takes nothing from anybody: from 0.9 on the network asks
 * more often and a person looks at the reasons. Pure; the order of the records never changes the result.
 *
 * The score is 1 − Π(1 − s) over the anomalies' own scores s, so that several weak signs add up. Drift and an odd ratio
 * have lower limits (0.5 and 0.75) that stay below 0.9 together: worn and power-limited cards are honest.
 */
import type { Anomaly } from './anomaly.ts';
import { behaviour } from './behaviour.ts';
import { constantResiduals } from './constant-residuals.ts';
import { correlatedAccount, linksOf } from './correlated-account.ts';
import { type DeviceTrace, tracesOf } from './device-trace.ts';
import { drift, slipOf } from './drift.ts';
import { fingerprintCluster, shapesOf } from './fingerprint-cluster.ts';
import { createFleet } from './fleet.ts';
import type { ProofRecord } from './proof-record.ts';
import { shareCount } from './share-count.ts';
import { tickCollision } from './tick-collision.ts';
import { markDevices } from './tick-marks.ts';

export interface DeviceScore {
  readonly deviceId: string;
  /** 0..1; 0 while it has fewer than eight proofs. */
  readonly score: number;
  /** Gravest first. */
  readonly reasons: Anomaly[];
}

const leastProofs = 8;

const scoreOf = (reasons: readonly Anomaly[]): number =>
  Number((1 - reasons.reduce((product, { score }) => product * (1 - score), 1)).toFixed(4));

/** @returns one entry a device that has a record, by its id */
export const scoreDevices = (records: readonly ProofRecord[]): DeviceScore[] => {
  const all = tracesOf(records);
  const traces = all.filter(({ proofs }) => proofs.length >= leastProofs);
  const fleet = createFleet(traces);
  const shapes = shapesOf(traces);
  const markedOf = markDevices(traces);

  const reasonsFor = (trace: DeviceTrace): Anomaly[] => {
    const own = markedOf(trace);
    const peers = fleet.peersOf(trace).map(markedOf);
    const usual = fleet.usualOf(trace);
    const links = linksOf(own, peers, fleet.witnessesOf(trace).map(markedOf));
    return [
      constantResiduals(trace, usual.evenness),
      shareCount(trace),
      tickCollision(own, peers),
      correlatedAccount(links),
      fingerprintCluster(trace, shapes.get(trace.deviceId) ?? [], new Set(links.map(({ other }) => other.accountId))),
      drift(slipOf(trace), usual.slips),
      behaviour(trace, usual.ratios),
    ]
      .filter((anomaly) => anomaly !== null)
      .toSorted((a, b) => b.score - a.score);
  };

  const scored = new Set(traces);
  return all.map((trace) => {
    const reasons = scored.has(trace) ? reasonsFor(trace) : [];
    return { deviceId: trace.deviceId, score: scoreOf(reasons), reasons };
  });
};
