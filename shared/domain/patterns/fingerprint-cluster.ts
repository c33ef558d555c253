/**
 * Many accounts that are one: the same fine pattern of dispatches in their telemetry, or one trajectory of times. A
 * driver or an adapter that many have never counts: it is told of a cluster, and makes none.
 */
import type { Anomaly } from './anomaly.ts';
import type { DeviceTrace } from './device-trace.ts';
import { dispatchShapeOf } from './dispatch-shape.ts';
import { findingOf } from './finding.ts';
import type { ProofRecord } from './proof-record.ts';

/** Two may be one owner's mistake. */
const leastAccounts = 3;
/** Patterns that agree by chance are one at most. */
const leastCopies = 3;
const leastCopiedShare = 0.2;
/** More accounts with one pattern need no counting. */
const mostCounted = 32;
const mostScore = 0.98;

/** A pattern of dispatches, and who had it: some dozens of accounts at most. */
export interface Shape {
  readonly accounts: ReadonlySet<string>;
  readonly adapters: ReadonlySet<string>;
}

/** @returns the patterns of each device's walks, by its id; equal ones are one object */
export const shapesOf = (traces: readonly DeviceTrace[]): ReadonlyMap<string, readonly Shape[]> => {
  const known = new Map<string, { accounts: Set<string>; adapters: Set<string> }>();
  const shapeOf = ({ telemetry, accountId }: ProofRecord): Shape[] => {
    const key = dispatchShapeOf(telemetry?.dispatchMs ?? []);
    if (key === null) return [];
    const shape = known.get(key) ?? { accounts: new Set(), adapters: new Set() };
    if (shape.accounts.size < mostCounted) shape.accounts.add(accountId);
    shape.adapters.add(`${telemetry?.adapterHash} ${telemetry?.driver}`);
    known.set(key, shape);
    return [shape];
  };
  return new Map(traces.map(({ deviceId, records }) => [deviceId, records.flatMap(shapeOf)]));
};

/** 0.8 for three accounts, 0.9 for five. */
const scoreOf = (accounts: number): number =>
  accounts < leastAccounts ? 0 : Math.min(mostScore, 1 - 0.2 * 0.7 ** (accounts - leastAccounts));

/** @returns other accounts that had several of these patterns too */
const accountsWith = (copied: readonly Shape[], accountId: string): number => {
  const copies = new Map<string, number>();
  for (const { accounts } of copied)
    for (const account of accounts) copies.set(account, (copies.get(account) ?? 0) + 1);
  copies.delete(accountId);
  return [...copies.values()].filter((count) => count >= leastCopies).length;
};

/**
 * @param shapes of the device's walks
 * @param linkedAccounts other accounts whose times run with this device's
 */
export const fingerprintCluster = (
  { accountId }: Pick<DeviceTrace, 'accountId'>,
  shapes: readonly Shape[],
  linkedAccounts: ReadonlySet<string>,
): Anomaly | null => {
  const copied = shapes.filter(({ accounts }) => accounts.size > 1);
  const isCopied = copied.length >= leastCopies && copied.length >= shapes.length * leastCopiedShare;
  const byShape = 1 + (isCopied ? accountsWith(copied, accountId) : 0);
  const byTrajectory = 1 + linkedAccounts.size;
  return findingOf('fingerprint_cluster', scoreOf(Math.max(byShape, byTrajectory)), {
    accountsOfOnePattern: byShape,
    accountsOfOneTrajectory: byTrajectory,
    patternsCopied: copied.length,
    patternsSeen: shapes.length,
    adaptersOfPatterns: new Set(copied.flatMap(({ adapters }) => [...adapters])).size,
  });
};
