import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../contract/network/proofs.ts';
import type { ProofRecord } from './proof-record.ts';
import { shareCount } from './share-count.ts';

const record = (sharesFound: number, verdict: Verdict = 'passed', sharesExpected = 1_024): ProofRecord => ({
  deviceId: 'd',
  accountId: 'a',
  gpu: 0,
  class: 'rtx-4090',
  model: 'nvidia-rtx-4090',
  tick: 1,
  at: 1,
  verdict,
  fillMs: 2_000,
  walkMs: 1_600,
  walkBytesPerMs: 600e6,
  fillBlocksPerMs: 48e6,
  sharesFound,
  sharesExpected,
  roundTripFloorMs: null,
  roundTripJitterMs: null,
  fillByShard: [],
  telemetry: null,
});
const proofs = (count: number, found: number): ProofRecord[] => Array.from({ length: count }, () => record(found));

describe('the count of shares', () => {
  it('is odd when each proof passes and all are a little low', () => {
    // 0.93 of 1,024: two standard deviations below, and far above the threshold of 876.
    const found = shareCount({ records: proofs(12, 952) });
    expect(found?.score).toBeGreaterThan(0.9);
    expect(found?.facts).toEqual({ z: -7.79, sharesFound: 11_424, sharesExpected: 12_288, proofs: 12 });
  });

  it('is odd when it is too high as well', () => {
    expect(shareCount({ records: proofs(12, 1_096) })?.facts.z).toBe(7.79);
  });

  it('is nothing while it wavers about what is expected', () => {
    expect(shareCount({ records: [...proofs(300, 992), ...proofs(300, 1_056)] })).toBeNull();
  });

  it('leaves out answers that were no count of work', () => {
    const records = [...proofs(12, 1_024), record(0, 'wrong_coverage'), record(9_999, 'invalid_share')];
    expect(shareCount({ records })).toBeNull();
    expect(shareCount({ records: [record(0, 'passed', 0)] })).toBeNull();
  });
});
