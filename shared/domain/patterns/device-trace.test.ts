import { describe, expect, it } from 'vitest';
import { tracesOf } from './device-trace.ts';
import type { ProofRecord } from './proof-record.ts';

const record = (change: Partial<ProofRecord>): ProofRecord => ({
  deviceId: 'd',
  accountId: 'a',
  gpu: 0,
  class: 'rtx-4090',
  model: 'nvidia-rtx-4090',
  tick: 1,
  at: 1_000,
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
  telemetry: null,
  ...change,
});

describe('a trace', () => {
  it('says by how much each proof was slower than the device usually is', () => {
    const [trace] = tracesOf(
      [600e6, 600e6, 300e6].map((walkBytesPerMs, at) => record({ at, tick: at, walkBytesPerMs })),
    );
    expect(trace?.proofs.map(({ walk }) => walk)).toEqual([0, 0, expect.closeTo(Math.LN2, 12)]);
  });

  it('takes the cards of a rig for one proof, each against its own usual time', () => {
    const parts = [1, 2, 3].flatMap((at) => [
      record({ at, gpu: 0, walkBytesPerMs: 600e6 }),
      record({ at, gpu: 1, walkBytesPerMs: 200e6, model: 'nvidia-rtx-3060' }),
    ]);
    const [trace] = tracesOf(parts);
    expect(trace?.proofs).toHaveLength(3);
    expect(trace?.proofs.every(({ walk }) => walk === 0)).toBe(true);
    expect(trace?.models).toEqual(['nvidia-rtx-3060', 'nvidia-rtx-4090']);
  });

  it.each(['invalid_share', 'wrong_coverage', 'malformed', 'replayed'] as const)(
    'does not believe the time of a proof that was %s',
    (verdict) => {
      const [trace] = tracesOf([record({ at: 1 }), record({ at: 2, verdict })]);
      expect(trace?.proofs.map(({ at }) => at)).toEqual([1]);
      expect(trace?.records).toHaveLength(2);
    },
  );

  it('leaves out what was never clocked, and names an unlisted card by its class', () => {
    const [trace] = tracesOf([record({ walkMs: 0, model: null }), record({ at: 2, walkBytesPerMs: 0, model: null })]);
    expect(trace?.proofs).toEqual([]);
    expect(trace?.models).toEqual(['rtx-4090']);
  });
});
