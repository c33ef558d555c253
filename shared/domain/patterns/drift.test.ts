import { describe, expect, it } from 'vitest';
import type { TimedProof } from './device-trace.ts';
import { drift, slipOf } from './drift.ts';

const dayMs = 86_400_000;
/** Eight proofs a day; `slowAt` gives the day's, to which each hour adds its warmth. */
const proofsOf = (days: number, slowAt: (day: number) => number): TimedProof[] =>
  Array.from({ length: days * 8 }, (_, index) => {
    const day = Math.floor(index / 8);
    const walk = slowAt(day) + 0.03 * Math.sin(index % 8);
    return { at: 5_000 + (index * dayMs) / 8, tick: index, walkMs: 1_600, fillMs: 2_300, walk, fill: 0 };
  });

describe('drift', () => {
  it('is a walk that takes longer from day to day', () => {
    const found = drift(slipOf({ proofs: proofsOf(14, (day) => 0.03 * day) }), []);
    expect(found?.facts).toEqual({ timesAsLong: 1.35, days: 14, peers: 0 });
    expect(found?.score).toBeGreaterThan(0.3);
  });

  it('never opens a review alone, however far it goes', () => {
    expect(drift(slipOf({ proofs: proofsOf(28, (day) => 0.1 * day) }), [])?.score).toBe(0.5);
  });

  it('is nobody’s when the whole fleet goes the same way', () => {
    expect(drift(slipOf({ proofs: proofsOf(14, (day) => 0.03 * day) }), [0.3, 0.29, 0.31, 0.3, 0.28])).toBeNull();
  });

  it('is none for one bad day, for a card that gets faster, and for a few days', () => {
    expect(drift(slipOf({ proofs: proofsOf(14, (day) => (day === 12 ? 0.5 : 0)) }), [])).toBeNull();
    expect(drift(slipOf({ proofs: proofsOf(14, (day) => -0.03 * day) }), [])).toBeNull();
    expect(slipOf({ proofs: proofsOf(4, (day) => 0.1 * day) })).toBeNull();
  });
});
