import { describe, expect, it } from 'vitest';
import type { ProofRecord } from './proof-record.ts';
import { scoreDevices } from './score-devices.ts';

const record = (deviceId: string, index: number, change: Partial<ProofRecord> = {}): ProofRecord => ({
  deviceId,
  accountId: `owner of ${deviceId}`,
  gpu: 0,
  class: 'rtx-4090',
  model: 'nvidia-rtx-4090',
  tick: index,
  at: index * 900_000,
  verdict: 'passed',
  fillMs: 2_000,
  walkMs: 1_600,
  walkBytesPerMs: 600e6 * (1 + 0.05 * Math.sin(index * index)),
  fillBlocksPerMs: 48e6 * (1 + 0.05 * Math.sin(index * index + 1)),
  sharesFound: 1_024,
  sharesExpected: 1_024,
  roundTripFloorMs: null,
  roundTripJitterMs: null,
  fillByShard: [],
  telemetry: null,
  ...change,
});
const proofs = (deviceId: string, count: number, change: Partial<ProofRecord> = {}): ProofRecord[] =>
  Array.from({ length: count }, (_, index) => record(deviceId, index, change));

describe('the score of a device', () => {
  it('is 0 below eight proofs, whatever they look like', () => {
    expect(scoreDevices(proofs('d', 7, { sharesFound: 900 }))).toEqual([{ deviceId: 'd', score: 0, reasons: [] }]);
    expect(scoreDevices(proofs('d', 8, { sharesFound: 900 }))[0]?.score).toBeGreaterThan(0.9);
  });

  it('does not count a proof that was never done', () => {
    expect(scoreDevices(proofs('d', 40, { verdict: 'malformed', sharesFound: 0 }))[0]?.score).toBe(0);
  });

  it('adds up its reasons, gravest first', () => {
    const telemetry = {
      fillMs: 1,
      walkMs: 1,
      dispatchMs: [],
      subgroupSize: 8,
      adapterHash: null,
      driver: null,
      conditions: null,
    };
    const [scored] = scoreDevices(proofs('d', 10, { sharesFound: 960, telemetry }));
    expect(scored?.reasons.map(({ kind }) => kind)).toEqual(['behaviour', 'share_count']);
    const [first = 0, second = 0] = scored?.reasons.map(({ score }) => score) ?? [];
    expect(scored?.score).toBeCloseTo(1 - (1 - first) * (1 - second), 3);
  });

  it('names every device that has a record, by its id', () => {
    const records = [...proofs('b', 9), ...proofs('a', 1)];
    expect(scoreDevices(records).map(({ deviceId }) => deviceId)).toEqual(['a', 'b']);
    expect(scoreDevices([])).toEqual([]);
  });
});
