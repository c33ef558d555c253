import { describe, expect, it } from 'vitest';
import { behaviour, ratioOf } from './behaviour.ts';
import type { ProofRecord } from './proof-record.ts';

const record = (subgroupSize: number | null, change: Partial<ProofRecord> = {}): ProofRecord => ({
  deviceId: 'd',
  accountId: 'a',
  gpu: 0,
  class: 'rtx-4090',
  model: 'nvidia-rtx-4090',
  tick: 1,
  at: 1,
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
    dispatchMs: [],
    subgroupSize,
    adapterHash: null,
    driver: null,
    conditions: null,
  },
  ...change,
});
const traceOf = (records: ProofRecord[]) => ({
  records,
  models: [...new Set(records.map(({ model }) => model ?? 'unlisted'))],
});
const ten = (one: ProofRecord): ProofRecord[] => Array.from({ length: 10 }, () => one);
const own = Math.log(48e6 / 600e6);
const fleet = [-0.08, -0.05, -0.02, 0, 0, 0.02, 0.05, 0.08].map((off) => own + off);

describe('behaviour', () => {
  it.each([
    [8, 'nvidia-rtx-4090', 'rtx-4090'],
    [64, 'nvidia-rtx-4090', 'rtx-4090'],
    [16, 'amd-rx-7900-xtx', 'unlisted'],
    [4, 'intel-arc-a770', 'unlisted'],
    [64, 'apple-m3', 'm3'],
    [8, null, 'rtx-4090'],
  ])('is odd with subgroups of %d on %s (%s)', (size, model, className) => {
    const found = behaviour(traceOf(ten(record(size, { model, class: className }))), []);
    expect(found).toEqual({
      kind: 'behaviour',
      score: 0.95,
      facts: { subgroupSize: size, oddSizes: 10, sizesSeen: 10 },
    });
  });

  it.each([
    [32, 'nvidia-rtx-4090', 'rtx-4090'],
    [64, 'amd-rx-7900-xtx', 'unlisted'],
    [8, 'intel-arc-a770', 'unlisted'],
    [32, 'apple-m3', 'm3'],
    [4, null, 'software-gpu'],
    [8, null, 'unlisted'],
  ])('is as it should be with subgroups of %d on %s (%s)', (size, model, className) => {
    expect(behaviour(traceOf(ten(record(size, { model, class: className }))), [])).toBeNull();
  });

  it('is not doubted for a size that came up twice, nor where the driver tells none', () => {
    expect(behaviour(traceOf([...ten(record(32)), record(8), record(8)]), [])).toBeNull();
    expect(behaviour(traceOf(ten(record(null))), [])).toBeNull();
  });

  it('is odd where arithmetic and memory are another card’s, yet opens no review by that alone', () => {
    const found = behaviour(traceOf(ten(record(32, { fillBlocksPerMs: 12e6 }))), fleet);
    expect(found?.facts).toMatchObject({ fillToWalk: 0.25, peers: 8 });
    expect(found?.score).toBe(0.75);
  });

  it('tells how the card does beside others of the device, and never scores it', () => {
    const alone = Array.from({ length: 4 }, (_, at) => record(8, { at }));
    const rig = Array.from({ length: 4 }, (_, at) =>
      [0, 1].map((gpu) => record(8, { at: 10 + at, gpu, walkBytesPerMs: 300e6 })),
    ).flat();
    expect(behaviour(traceOf([...alone, ...rig]), [])).toMatchObject({ score: 0.95, facts: { slowdownTogether: 2 } });
    const wide = [...alone, ...rig].map((one) => ({ ...one, telemetry: null }));
    expect(behaviour(traceOf(wide), [])).toBeNull();
  });

  it('leaves a power limit alone', () => {
    expect(behaviour(traceOf(ten(record(32, { fillBlocksPerMs: 36e6 }))), fleet)).toBeNull();
  });

  it('has no ratio in a rig of different cards, whose times are the slowest one’s', () => {
    const rig = traceOf([record(32), record(32, { gpu: 1, model: 'nvidia-rtx-3060' })]);
    expect(ratioOf(rig)).toBeNull();
    expect(ratioOf(traceOf(ten(record(32))))).toBeCloseTo(own, 12);
  });
});
