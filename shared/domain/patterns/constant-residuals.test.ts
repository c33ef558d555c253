import { describe, expect, it } from 'vitest';
import { constantResiduals } from './constant-residuals.ts';
import type { DeviceTrace, TimedProof } from './device-trace.ts';
import type { ProofRecord } from './proof-record.ts';

/** Fills -1..1 evenly, the same in every run. */
const swing = (index: number): number => 2 * ((index * 0.618_034) % 1) - 1;

const proofsOf = (count: number, spread: number): TimedProof[] =>
  Array.from({ length: count }, (_, index) => ({
    at: index,
    tick: index,
    walkMs: 1_600 * Math.exp(spread * swing(index)),
    fillMs: 2_300 * Math.exp(spread * swing(index + 7)),
    walk: spread * swing(index),
    fill: spread * swing(index + 7),
  }));

const withDispatches = (count: number, spread: number): ProofRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    deviceId: 'd',
    accountId: 'a',
    gpu: 0,
    class: 'rtx-4090',
    model: 'nvidia-rtx-4090',
    tick: index,
    at: index,
    verdict: 'passed',
    fillMs: 2_300,
    walkMs: 1_600,
    walkBytesPerMs: 630e6,
    fillBlocksPerMs: 48e6,
    sharesFound: 1_024,
    sharesExpected: 1_024,
    roundTripFloorMs: null,
    roundTripJitterMs: null,
    fillByShard: [],
    telemetry: {
      fillMs: 2_250,
      walkMs: 1_550,
      dispatchMs: Array.from({ length: 24 }, (_, dispatch) => 66 * (1 + spread * swing(dispatch + index))),
      subgroupSize: 32,
      adapterHash: null,
      driver: null,
      conditions: null,
    },
  }));

const traceOf = (
  count: number,
  spread: number,
  records: ProofRecord[] = [],
): Pick<DeviceTrace, 'proofs' | 'records'> => ({
  proofs: proofsOf(count, spread),
  records,
});
const usual = { walk: 0.03, fill: 0.03 };

describe('constant residuals', () => {
  it('are a fixed delay’s, and its facts say how even it was and what is usual', () => {
    const found = constantResiduals(traceOf(100, 0.001), usual);
    expect(found?.score).toBeGreaterThan(0.9);
    expect(found?.facts).toMatchObject({ proofs: 100, usualWalkSpread: 0.03, usualFillSpread: 0.03 });
    expect(found?.facts.walkSpread).toBeLessThan(0.001);
  });

  it('are found although the work changes: a delay does not know it', () => {
    const changing = proofsOf(100, 0.001).map((proof, index) => ({
      ...proof,
      walk: swing(index),
      fill: swing(index + 3),
    }));
    expect(constantResiduals({ proofs: changing, records: [] }, usual)?.score).toBeGreaterThan(0.9);
  });

  it('are nobody’s who varies as GPUs do', () => {
    expect(constantResiduals(traceOf(100, 0.02), usual)).toBeNull();
  });

  it('are no sign where the model is as even', () => {
    expect(constantResiduals(traceOf(100, 0.006), { walk: 0.004, fill: 0.004 })).toBeNull();
  });

  it('stay odd although a crowd of even answerers makes them usual', () => {
    expect(constantResiduals(traceOf(600, 0.0003), { walk: 0.0003, fill: 0.0003 })?.score).toBeGreaterThan(0.9);
  });

  it('say nothing of a few proofs', () => {
    expect(constantResiduals(traceOf(15, 0), usual)).toBeNull();
  });

  it('are in the dispatches, too, where a program wrote one number again and again', () => {
    const found = constantResiduals(traceOf(100, 0.02, withDispatches(100, 0)), usual);
    expect(found?.score).toBeCloseTo(0.85, 2);
    expect(found?.facts.dispatchSpread).toBe(0);
    expect(constantResiduals(traceOf(100, 0.02, withDispatches(100, 0.002)), usual)).toBeNull();
  });
});
