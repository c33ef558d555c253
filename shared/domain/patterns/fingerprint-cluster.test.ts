import { describe, expect, it } from 'vitest';
import type { DeviceTrace } from './device-trace.ts';
import { dispatchShapeOf } from './dispatch-shape.ts';
import { fingerprintCluster, shapesOf } from './fingerprint-cluster.ts';
import type { ProofRecord } from './proof-record.ts';

/** Of a walk, as good as drawn. */
const noise = (walk: number, dispatch: number): number => {
  let mixed = Math.imul(walk + 1, 0x9e3779b1) ^ Math.imul(dispatch + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
};
const dispatchesOf = (walk: number): number[] =>
  Array.from({ length: 24 }, (_, dispatch) => 60 + noise(walk, dispatch));

const record = (accountId: string, walk: number): ProofRecord => ({
  deviceId: `device of ${accountId}`,
  accountId,
  gpu: 0,
  class: 'rtx-4090',
  model: 'nvidia-rtx-4090',
  tick: walk,
  at: walk,
  verdict: 'passed',
  fillMs: 2_000,
  walkMs: 1_600,
  walkBytesPerMs: 600e6,
  fillBlocksPerMs: 48e6,
  sharesFound: 1_024,
  sharesExpected: 1_024,
  roundTripFloorMs: null,
  roundTripJitterMs: null,
  fillByShard: [],
  telemetry: {
    fillMs: 1_990,
    walkMs: 1_590,
    dispatchMs: dispatchesOf(walk),
    subgroupSize: 32,
    adapterHash: 'ab'.repeat(32),
    driver: '580.95.05',
    conditions: null,
  },
});
const traceOf = (accountId: string, walks: readonly number[]): DeviceTrace => ({
  deviceId: `device of ${accountId}`,
  accountId,
  models: ['nvidia-rtx-4090'],
  records: walks.map((walk) => record(accountId, walk)),
  proofs: [],
});
const walks = (from: number): number[] => Array.from({ length: 20 }, (_, index) => from + index);
const clusterOf = (traces: readonly DeviceTrace[], linked: string[] = []) => {
  const [own] = traces as [DeviceTrace];
  return fingerprintCluster(own, shapesOf(traces).get(own.deviceId) ?? [], new Set(linked));
};

describe('a cluster of fingerprints', () => {
  it('is many accounts whose walks have one pattern of dispatches', () => {
    const found = clusterOf(['a', 'b', 'c', 'd', 'e', 'f'].map((account) => traceOf(account, walks(0))));
    expect(found?.score).toBeGreaterThan(0.9);
    expect(found?.facts).toEqual({
      accountsOfOnePattern: 6,
      accountsOfOneTrajectory: 1,
      patternsCopied: 20,
      patternsSeen: 20,
      adaptersOfPatterns: 1,
    });
  });

  it('is many accounts whose times run together', () => {
    expect(clusterOf([traceOf('a', walks(0))], ['b', 'c', 'd', 'e'])?.facts.accountsOfOneTrajectory).toBe(5);
  });

  it('is none for a popular driver and adapter alone', () => {
    expect(clusterOf(Array.from({ length: 100 }, (_, index) => traceOf(`a${index}`, walks(1_000 * index))))).toBeNull();
  });

  it('is none for two accounts, nor for a pattern that came up once', () => {
    expect(clusterOf([traceOf('a', walks(0)), traceOf('b', walks(0))])).toBeNull();
    expect(clusterOf([traceOf('a', walks(0)), traceOf('b', walks(19)), traceOf('c', walks(19))])).toBeNull();
  });
});

describe('the shape of dispatches', () => {
  it('is the same however fast the copy, and another for every walk', () => {
    const shape = dispatchShapeOf(dispatchesOf(1));
    expect(shape).not.toBeNull();
    expect(dispatchShapeOf(dispatchesOf(1).map((value) => value * 1.7))).toBe(shape);
    expect(dispatchShapeOf(dispatchesOf(2))).not.toBe(shape);
  });

  it('is none for a walk that is short, or on a clock that knows few values', () => {
    expect(dispatchShapeOf(dispatchesOf(1).slice(0, 15))).toBeNull();
    expect(dispatchShapeOf(dispatchesOf(1).map((value) => Math.round(value)))).toBeNull();
    expect(dispatchShapeOf(new Array<number>(24).fill(60))).toBeNull();
  });
});
