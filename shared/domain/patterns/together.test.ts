import { describe, expect, it } from 'vitest';
import type { ProofRecord } from './proof-record.ts';
import { slowdownTogether } from './together.ts';

const record = (at: number, gpu: number, walkMs: number): ProofRecord => ({
  deviceId: 'd',
  accountId: 'a',
  gpu,
  class: 'rtx-3090',
  model: 'nvidia-rtx-3090',
  tick: at,
  at,
  verdict: 'passed',
  fillMs: 2_000,
  walkMs,
  walkBytesPerMs: 9e8 / walkMs,
  fillBlocksPerMs: 48e6,
  sharesFound: 1_024,
  sharesExpected: 1_024,
  roundTripFloorMs: null,
  roundTripJitterMs: null,
  fillByShard: [],
  telemetry: null,
});
const models = ['nvidia-rtx-3090'];
/** As many challenges of one card, and then of two at once. */
const records = (alone: number, together: number, slowdown: number): ProofRecord[] => [
  ...Array.from({ length: alone }, (_, at) => record(at, 0, 1_600)),
  ...Array.from({ length: together }, (_, at) => [0, 1].map((gpu) => record(1_000 + at, gpu, 1_600 * slowdown))).flat(),
];

describe('the cards of a device together', () => {
  it.each([1, 1.05, 1.9])('take %d times as long as one of them alone', (slowdown) => {
    expect(slowdownTogether({ models, records: records(6, 5, slowdown) })).toBeCloseTo(slowdown, 6);
  });

  it('say nothing while either was seen seldom, or with cards of two models', () => {
    expect(slowdownTogether({ models, records: records(3, 9, 1.9) })).toBeNull();
    expect(slowdownTogether({ models, records: records(9, 3, 1.9) })).toBeNull();
    expect(slowdownTogether({ models: [...models, 'nvidia-rtx-4090'], records: records(6, 6, 1.9) })).toBeNull();
  });

  it('count for nothing where the work was not done', () => {
    const wrong = records(6, 5, 1.9).map((one): ProofRecord => ({ ...one, verdict: 'invalid_share' }));
    expect(slowdownTogether({ models, records: wrong })).toBeNull();
  });
});
